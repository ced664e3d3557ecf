import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain } from '../../../pipelines/explanation/explain.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import { formatInstant } from '../../../schemas/instant.ts';
import { type Site, site as siteSchema } from '../../../schemas/site.ts';
import { hospital } from '../../property/hospital.ts';
import { dayHoursAt } from '../../reference/day-hours.ts';
import { metCriteria } from '../../reference/met-criteria.ts';
import { type ReferenceHour, referenceEncounterHours } from '../../reference/score.ts';
import { scoredHours } from './explained.ts';

const LEVELS = [1, 2, 3, 4];

/** Every combination of the switches that scores depend on. */
const SWITCHES = [false, true].flatMap((assumeAlertWhenNotRecorded) =>
  [false, true].flatMap((assumeAirWhenNotRecorded) =>
    (['sets', 'values'] as const).flatMap((observationCounting) =>
      LEVELS.map((defaultFunctionLevel) => ({
        ...{ assumeAlertWhenNotRecorded, assumeAirWhenNotRecorded },
        ...{ observationCounting, defaultFunctionLevel },
      })),
    ),
  ),
);

/** The levels of the criteria that an explanation of specific care names, one for each criterion. */
function namedLevels(because: string): string[] {
  return because.match(/\((S[23])\)/g) ?? [];
}

function expectExplained(row: EncounterHour, expected: ReferenceHour, site: Site): void {
  const { parts, levels } = explain(row, loadModel(site.model), 'en');
  const micro = (minutes: number) => Math.round(minutes * 1e6);

  // components: those of the row, and they sum to its minutes
  for (const { component, minutes } of parts) {
    expect(minutes).toBe(row.components[component as keyof typeof row.components]);
  }
  expect(parts.reduce((sum, { minutes }) => sum + micro(minutes), 0)).toBe(micro(row.minutes));
  expect(micro(row.minutes)).toBe(expected.minutes);

  // day or night, by the reference's own clock
  const { isDay, dayHours } = dayHoursAt(expected.hour, site);
  expect(row).toMatchObject({ isDay, dayHours });
  const weights = parts.flatMap((part) => part.weights.map(({ weight }) => weight as string));
  if (!isDay) expect(weights).not.toContain('dayHours');
  const days = parts.flatMap((part) => part.weights.filter(({ weight }) => weight === 'dayHours'));
  for (const { value } of days) expect(value).toBe(dayHours);
  if (isDay) expect(weights).not.toContain('nightHour');

  // levels
  const [a, s, news2] = ['a', 's', 'news2'].map(
    (name) => levels.find((one) => one.level === name)!,
  );
  expect([a!.value, a!.low, a!.high]).toEqual([row.aLevel, row.aLevelLow, row.aLevelHigh]);
  expect([news2!.value, news2!.low, news2!.high]).toEqual([row.news2, row.news2Low, row.news2High]);
  expect(s!.value).toBe(row.sLevel);
  expect(row.sLevel).toBe(expected.sLevel);
  if (row.components.generalCare > 0) expect(weights).toContain(`a${row.aLevel}`);
  if (row.components.specialCare > 0) expect(weights).toContain(`s${row.sLevel}`);

  // criteria: those that an independent count meets, all of them and no other
  const met = metCriteria(expected.counts, site.switches.observationCounting);
  expect(row.sCriteria).toEqual(met.map(({ code }) => code));
  expect(namedLevels(s!.because)).toEqual(met.map(({ level }) => `(S${level})`));
  const highest = Math.max(1, ...met.map(({ level }) => level));
  expect(Math.min(row.sLevelRaw, 3)).toBe(highest);
  expect(s!.because.includes('held')).toBe(row.sLevel > row.sLevelRaw);
}

test('every explanation says what its row and an independent count say, for every switch', async () => {
  const turn = { next: 0 };
  await fc.assert(
    fc.asyncProperty(hospital(), async ({ site, log }) => {
      // each log under several combinations, so that a run goes through all of them
      for (let i = 0; i < 4; i++) {
        const switches = SWITCHES[turn.next++ % SWITCHES.length]!;
        const switched = siteSchema.parse({ ...site, switches: { ...site.switches, ...switches } });
        const expected = referenceEncounterHours(log, switched);
        const rows = await scoredHours(log, switched);
        const keyOf = (row: EncounterHour) => [row.encounterId, row.hour, row.wardId];
        expect(rows.map(keyOf)).toEqual(
          expected.map((row) => [row.encounterId, formatInstant(row.hour), row.wardId]),
        );
        rows.forEach((row, index) => {
          expectExplained(row, expected[index]!, switched);
        });
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 3) },
  );
});
