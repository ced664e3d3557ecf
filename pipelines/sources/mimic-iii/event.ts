import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { Stamp } from './rows.ts';

/** The envelope of an event that comes from a row. `suffix` keeps the ids of one row's events apart. */
export function envelope(stamp: Stamp, suffix = '') {
  return {
    id: suffix === '' ? stamp.id : `${stamp.id}:${suffix}`,
    source: stamp.source,
    encounterId: stamp.encounterId,
    occurredAt: wireTime(stamp.occurredAt),
    recordedAt: wireTime(stamp.recordedAt),
  };
}

/** Milliseconds UTC as RFC 3339. */
function wireTime(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** Rounds half away from zero; takes off the tails CareVue's 32-bit floats leave (36.299999237). */
export function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return (Math.sign(value) * Math.round(Math.abs(value) * scale + 1e-9)) / scale;
}

/** By `recordedAt`, then source, then id. */
export function byRecording(a: WireEvent, b: WireEvent): number {
  return compare(a.recordedAt, b.recordedAt) || compare(a.source, b.source) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
