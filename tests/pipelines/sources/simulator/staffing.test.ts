import { describe, expect, it } from 'vitest';
import { simulatedSite } from '../../../../pipelines/sources/simulator/hospital.ts';
import type { SimulationOptions } from '../../../../pipelines/sources/simulator/simulate.ts';
import { parseInstant } from '../../../../schemas/instant.ts';
import { END, events, START } from './sample.ts';

const FORTNIGHT: SimulationOptions = { wards: 8, days: 14, seed: 5, disturbances: false };
const WEEK_IN_HOURS = 7 * 24;
const LAST = START + FORTNIGHT.days * 24 * 3.6e9;

describe('staffing', () => {
  const stream = events(FORTNIGHT);
  const staffing = stream.filter((event) => event.type === 'staffing');
  const { wards } = simulatedSite(FORTNIGHT);

  it('is known for every ward, role and hour, as planned and as it was', () => {
    for (const { wardId } of wards) {
      for (const role of ['rn', 'na']) {
        for (const basis of ['planned', 'actual']) {
          const known = staffing.filter(
            (event) => event.wardId === wardId && event.role === role && event.basis === basis,
          );
          for (let at = START; at < END; at += 3.6e9) {
            const on = known.filter(
              ({ from, to }) => parseInstant(from) <= at && parseInstant(to) > at,
            );
            expect(on.length, `${wardId} ${role} ${basis}`).toBe(1);
          }
        }
      }
    }
  });

  it('is planned from what was agreed on, and published at least a fortnight ahead', () => {
    const agreed = new Map(
      wards.flatMap(({ wardId, agreed = [] }) =>
        agreed.flatMap(({ shift, rn, na }) => [
          [`${wardId} ${shift} rn`, rn] as const,
          [`${wardId} ${shift} na`, na] as const,
        ]),
      ),
    );
    const planned = staffing.filter(({ basis }) => basis === 'planned');
    const weekdays = planned.filter(({ from }) => {
      const hourOfWeek = ((parseInstant(from) - START) / 3.6e9 + WEEK_IN_HOURS) % WEEK_IN_HOURS;
      return hourOfWeek < 5 * 24 - 1;
    });
    const shiftOf = { 6: 'day', 13: 'evening', 20: 'night' } as Record<number, string>;
    const asAgreed = weekdays.filter(({ wardId, role, from, headcount }) => {
      const shift = shiftOf[((parseInstant(from) - START) / 3.6e9 + 24) % 24];
      const of = agreed.get(`${wardId} ${shift} ${role}`);
      return of === undefined || of === headcount;
    });
    expect(asAgreed.length / weekdays.length).toBeGreaterThan(0.8);
    for (let at = START; at < END; at += 3.6e9) {
      const known = planned.filter(({ recordedAt }) => parseInstant(recordedAt) <= at);
      const furthest = Math.max(...known.map(({ to }) => parseInstant(to)));
      expect((furthest - at) / 24 / 3.6e9).toBeGreaterThan(15);
    }
  });

  it('is thinner at weekends and by night, and on the whole about what was planned', () => {
    const heads = (basis: string, keep: (hourOfWeek: number) => boolean) => {
      const found = staffing.filter(
        ({ basis: of, from }) =>
          of === basis &&
          keep(((parseInstant(from) - START) / 3.6e9 + WEEK_IN_HOURS) % WEEK_IN_HOURS),
      );
      return found.reduce((sum, { headcount }) => sum + headcount, 0) / found.length;
    };
    const isWeekend = (hour: number) => hour >= 5 * 24;
    const isDay = (hour: number) => hour % 24 === 6;
    const weekdays = heads('planned', (hour) => isDay(hour) && !isWeekend(hour));
    // about a tenth
    const weekends = heads('planned', (hour) => isDay(hour) && isWeekend(hour));
    expect(weekends / weekdays).toBeGreaterThan(0.85);
    expect(weekends / weekdays).toBeLessThan(0.96);
    expect(heads('planned', (hour) => hour % 24 === 20)).toBeLessThan(0.7 * weekdays);
    const personHours = (basis: string) =>
      staffing
        .filter((event) => event.basis === basis && parseInstant(event.from) >= START)
        .filter((event) => parseInstant(event.from) < LAST)
        .reduce((sum, { from, to, headcount }) => {
          return sum + (headcount * (parseInstant(to) - parseInstant(from))) / 3.6e9;
        }, 0);
    expect(personHours('actual') / personHours('planned')).toBeGreaterThan(0.95);
    expect(personHours('actual') / personHours('planned')).toBeLessThan(1.05);
  });

  it('is judged in five shifts of six, the heavier the fewer nurses', () => {
    const judgements = stream.filter((event) => event.type === 'judgement');
    const share = judgements.length / (8 * 14 * 3);
    expect(share).toBeGreaterThan(0.75);
    expect(share).toBeLessThan(0.95);
    expect(new Set(judgements.map(({ value }) => value)).size).toBeGreaterThanOrEqual(6);
    const short: number[] = [];
    const rest: number[] = [];
    const nurses = new Map(
      staffing
        .filter(({ role }) => role === 'rn')
        .map((event) => [`${event.wardId} ${event.basis} ${event.from}`, event]),
    );
    for (const { wardId, occurredAt, value } of judgements) {
      const at = parseInstant(occurredAt);
      const shift = [...nurses.values()].find(
        (event) =>
          event.wardId === wardId &&
          event.basis === 'planned' &&
          parseInstant(event.from) <= at &&
          parseInstant(event.to) > at,
      )!;
      const actual = nurses.get(`${wardId} actual ${shift.from}`)!;
      (actual.headcount < shift.headcount ? short : rest).push(value);
    }
    const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
    expect(mean(short)).toBeGreaterThan(mean(rest) + 0.4);
  });
});
