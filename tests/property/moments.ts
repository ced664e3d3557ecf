import fc from 'fast-check';
import { MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros } from '../../schemas/instant.ts';

const SECOND = 1_000_000;
export const SKEW: Micros = 5 * MICROS_PER_MINUTE;

/** Microseconds after the story's start, from hour `first` to hour `last`; often on a boundary. */
export function moment(first: number, last: number): fc.Arbitrary<Micros> {
  const hour = fc.integer({ min: first, max: last - 1 }).map((n) => n * MICROS_PER_HOUR);
  const minute = fc
    .integer({ min: first * 60, max: last * 60 - 1 })
    .map((n) => n * MICROS_PER_MINUTE);
  return fc.oneof(
    { weight: 4, arbitrary: minute },
    { weight: 3, arbitrary: hour },
    { weight: 1, arbitrary: shifted(hour, fc.constantFrom(-1, 1)) },
    {
      weight: 1,
      arbitrary: shifted(
        minute,
        fc.nat(59).map((n) => n * SECOND),
      ),
    },
    { weight: 1, arbitrary: shifted(minute, fc.nat(MICROS_PER_MINUTE - 1)) },
  );
}

/** Time between two happenings of one series; often none, a bare microsecond, or whole hours. */
export const gap: fc.Arbitrary<Micros> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(1) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 180 }).map((n) => n * MICROS_PER_MINUTE) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }).map((n) => n * MICROS_PER_HOUR) },
  { weight: 1, arbitrary: fc.nat(3 * MICROS_PER_HOUR) },
);

/** Time between two of many: minutes apart. */
export const shortGap: fc.Arbitrary<Micros> = fc
  .constantFrom(1, 7, 20, 30, 45)
  .map((n) => n * MICROS_PER_MINUTE);

/** `recordedAt − occurredAt`: charted at once, late, a day late, or by a clock that runs behind. */
export const delay: fc.Arbitrary<Micros> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.nat(30).map((n) => n * MICROS_PER_MINUTE) },
  { weight: 1, arbitrary: fc.nat(5 * SECOND) },
  { weight: 1, arbitrary: fc.integer({ min: -SKEW, max: 0 }) },
  { weight: 1, arbitrary: fc.nat(30).map((n) => n * MICROS_PER_HOUR) },
);

function shifted(from: fc.Arbitrary<Micros>, by: fc.Arbitrary<Micros>): fc.Arbitrary<Micros> {
  return fc.tuple(from, by).map(([at, shift]) => at + shift);
}
