import fc from 'fast-check';
import type { Hospital } from '../../property/hospital.ts';
import type { Delivery } from '../../reference/as-known.ts';

/** How a log comes in. Holds for any log, so that a failure may shrink. */
export interface Arrangement {
  /** Where deliveries end, in parts of the log. */
  readonly cuts: readonly number[];
  /** By how many places events are late, in turn; none: in the order of `recordedAt`. */
  readonly late: readonly number[];
}

export function arrangement(isOrdered: fc.Arbitrary<boolean>, most = 4): fc.Arbitrary<Arrangement> {
  const late = fc.array(fc.constantFrom<number[]>(0, 0, 0, 1, 5, 40, 1000), {
    minLength: 1,
    maxLength: 13,
  });
  return fc.record({
    cuts: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: most }),
    late: isOrdered.chain((ordered) => (ordered ? fc.constant<number[]>([0]) : late)),
  });
}

export function deliveriesOf({ log }: Hospital, { cuts, late }: Arrangement): Delivery[] {
  const events = log
    .map(({ event }, place) => ({ event, place: place + late[place % late.length]! }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ event }) => event);
  const ends = cuts.map((cut) => Math.round((cut / 100) * events.length)).toSorted((a, b) => a - b);
  const bounds = [0, ...ends, events.length];
  return bounds.slice(1).map((end, i) => events.slice(bounds[i], end));
}
