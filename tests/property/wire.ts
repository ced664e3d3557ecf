import { formatInstant } from '../../schemas/instant.ts';
import type { WardEvent, WireEvent } from '../../schemas/ward-event.ts';

const TIMES = ['occurredAt', 'recordedAt', 'plannedDischargeAt', 'from', 'to'];

/** The event as a source system would send it: times as RFC 3339 text, the default status left out. */
export function toWire(event: WardEvent): WireEvent {
  const fields = Object.entries(event)
    .filter(([name, value]) => !(name === 'status' && value === 'final'))
    .map(([name, value]) => [name, TIMES.includes(name) ? formatInstant(value as number) : value]);
  return Object.fromEntries(fields) as WireEvent;
}
