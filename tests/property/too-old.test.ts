import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode } from '../../pipelines/events/decode.ts';
import { decodeBatch } from '../../pipelines/events/decode-arrow.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { asEventRows } from '../../pipelines/events/event-table.ts';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import { MICROS_PER_DAY } from '../../schemas/instant.ts';
import { hospital, toWire } from './hospital.ts';

const AGING = ['admission', 'transfer', 'discharge', 'leave.start', 'leave.end', 'staffing'];

/** A limit in days, and ages around it. */
const aged = fc.tuple(hospital(), fc.constantFrom(1, 30, 400)).chain(([drawn, maxAgeDays]) =>
  fc.record({
    drawn: fc.constant(drawn),
    maxAgeDays: fc.constant(maxAgeDays),
    ages: fc.array(
      fc.constantFrom(0, maxAgeDays - 1, maxAgeDays, maxAgeDays + 1e-10, maxAgeDays + 1, 3000),
      { minLength: drawn.log.length, maxLength: drawn.log.length },
    ),
  }),
);

test('a move or staffing is too old by its own times alone, as a line and as a row', () => {
  fc.assert(
    fc.property(aged, ({ drawn: { site, log }, maxAgeDays, ages }) => {
      const events = log.map(({ event }, i) => {
        // a tenth of a billionth of a day is nine microseconds
        const age = Math.ceil(ages[i]! * MICROS_PER_DAY);
        return { ...event, occurredAt: event.recordedAt - age };
      });
      const expected = events.flatMap(({ type, occurredAt, recordedAt }, offset) =>
        AGING.includes(type) && recordedAt - occurredAt > maxAgeDays * MICROS_PER_DAY
          ? [offset]
          : [],
      );
      const rules = eventRules({ ...site, switches: { ...site.switches, maxAgeDays } });
      const records = events.map((event, offset) => ({
        offset,
        bytes: Buffer.from(JSON.stringify(toWire(event))),
      }));
      const rejections = [
        decode(records, rules).rejected,
        events.length === 0 ? [] : decodeBatch(asEventRows(toArrow(events)), 0, rules).rejected,
      ];
      for (const rejected of rejections) {
        expect(rejected.map(({ offset }) => offset)).toEqual(expected);
        expect(new Set(rejected.map(({ reason }) => reason)).size).toBe(
          expected.length > 0 ? 1 : 0,
        );
        for (const { reason, detail } of rejected) {
          expect(reason).toBe('too-old');
          expect(detail).toContain(`${maxAgeDays} days`);
        }
      }
    }),
    { numRuns: 60 },
  );
});
