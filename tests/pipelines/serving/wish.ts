import fc from 'fast-check';
import type { Hospital } from '../../property/hospital.ts';
import type { Question } from '../../reference/balance.ts';
import { hourOf, hours } from '../../reference/grid.ts';
import { extentOf } from './staffed-hospital.ts';

/** A question, from hours before the first event to hours after the last; wards by number. */
export interface Wish {
  readonly ward: number;
  readonly grain: Question['grain'];
  readonly reader: Question['reader'];
  readonly from: number;
  readonly length: number;
}

export const wish: fc.Arbitrary<Wish> = fc.record({
  ward: fc.oneof(fc.constant(0), fc.nat(3)),
  grain: fc.constantFrom('hour', 'shift', 'day', 'week', 'month'),
  reader: fc.constantFrom('treating', 'outside'),
  from: fc.integer({ min: -12, max: 60 }),
  length: fc.integer({ min: 1, max: 150 }),
});

export function questionOf({ site, log }: Hospital, wish: Wish): Question {
  const { start } = extentOf(log.map(({ event }) => event));
  const { wardId } = site.wards[wish.ward % site.wards.length]!;
  const from = hourOf(start) + hours(wish.from);
  return { wardId, grain: wish.grain, reader: wish.reader, from, to: from + hours(wish.length) };
}
