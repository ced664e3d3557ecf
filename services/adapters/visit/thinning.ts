import { MICROS_PER_HOUR, type Micros } from '../../../schemas/instant.ts';
import { groupedBy } from '../grouped-by.ts';
import type { Channel } from '../mapping/schema.ts';

/** A value that may be left out since another of its period is published. */
export interface Thinnable {
  readonly id: string;
  readonly code: string;
  readonly at: Micros;
  readonly channel: Channel;
  /** A machine sent it and nobody confirmed it. */
  readonly isUnvalidated: boolean;
}

/**
 * Parts the values of machines: the first of each code in each period (UTC) is published, the others are not. Counts of
 * observations stand for work at the bedside, and a monitor that sends each minute does none. The first, so that
 * what is published stays when more comes.
 */
export function thinned<Value extends Thinnable>(
  values: readonly Value[],
): { readonly kept: Value[]; readonly left: Value[] } {
  const kept = values.filter((value) => periodOf(value) === null);
  const left: Value[] = [];
  const counted = values.filter((value) => periodOf(value) !== null);
  for (const group of groupedBy(counted, periodKey).values()) {
    const [first, ...others] = group.toSorted(byTime);
    kept.push(first!);
    for (const other of others) left.push(other);
  }
  return { kept, left };
}

function periodKey(value: Thinnable): string {
  const period = Math.floor(value.at / periodOf(value)!);
  return JSON.stringify([value.channel.source, value.code, period]);
}

/** The period that one value is published for; `null`: all are. */
function periodOf({ channel, isUnvalidated }: Thinnable): Micros | null {
  if (channel.thin !== undefined) return durationOf(channel.thin);
  return isUnvalidated ? MICROS_PER_HOUR : null;
}

function byTime(a: Thinnable, b: Thinnable): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}

const PART = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/;

/** A duration of the mapping file, such as PT1H30M. */
export function durationOf(text: string): Micros {
  const [, hours = 0, minutes = 0, seconds = 0] = PART.exec(text)!;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000_000;
}
