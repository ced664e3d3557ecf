import {
  type Arrival,
  type SimulationOptions,
  simulate,
} from '../../../../pipelines/sources/simulator/simulate.ts';
import { parseInstant } from '../../../../schemas/instant.ts';
import type { WireEvent } from '../../../../schemas/ward-event.ts';

/** Forty wards for three days, everything on. */
export const FORTY_WARDS: SimulationOptions = { wards: 40, days: 3, seed: 20260105 };
/** Every specialty, for two days from Monday. */
export const TWENTY_WARDS: SimulationOptions = { wards: 20, days: 2, seed: 20260105 };
/** When these two days start and end, in microseconds. */
export const START = parseInstant('2026-01-05T00:00:00Z');
export const END = parseInstant('2026-01-07T00:00:00Z');

/** The stream as the lines it will be. */
export function* lines(options: SimulationOptions): Generator<string> {
  for (const arrival of simulate(options)) yield line(arrival);
}

export function line(arrival: Arrival): string {
  return 'raw' in arrival ? arrival.raw : JSON.stringify(arrival.event);
}

/** The events of a stream, without its broken lines. */
export function events(options: SimulationOptions): WireEvent[] {
  const found: WireEvent[] = [];
  for (const arrival of simulate(options)) if ('event' in arrival) found.push(arrival.event);
  return found;
}

/** First versions only: neither corrections nor duplicates. */
export function firstVersions(stream: readonly WireEvent[]): WireEvent[] {
  return [...new Set(stream)].filter(({ status }) => status === undefined);
}

/** Minutes from happening to being stored. */
export function lateness(event: WireEvent): number {
  return (parseInstant(event.recordedAt) - parseInstant(event.occurredAt)) / 60_000_000;
}

/** Items by key, in order of first appearance. */
export function groupBy<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** The value below which a share of the numbers lies. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}
