import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import { agreedLevels } from '../../../pipelines/serving/level.ts';
import { parseInstant } from '../../../schemas/instant.ts';
import { type Site, site as siteSchema } from '../../../schemas/site.ts';
import { levelAt } from '../../reference/level.ts';

const SHIFTS = ['day', 'evening', 'night'] as const;
type Agreed = NonNullable<Site['wards'][number]['agreed']>[number];

const siteWith = (line: Omit<Agreed, 'shift'>, ratio = 10, share = 1): Site =>
  siteSchema.parse({
    ...{ siteId: 'level', name: 'Level', timeZone: 'UTC', switches: { productiveShare: share } },
    shifts: [
      { id: 'day', start: '07:00' },
      { id: 'evening', start: '14:00' },
      { id: 'night', start: '21:00' },
    ],
    wards: [
      {
        ...{ wardId: 'A', name: 'A', type: 'medicine', beds: 20, nightPatientsPerStaff: ratio },
        agreed: SHIFTS.map((shift) => ({ ...line, shift })),
      },
    ],
  });
const levelsOf = (site: Site) =>
  agreedLevels(site, loadModel(site.model)).map(({ k, rnShare }) => ({ k, rnShare }));

test.each([
  // 3.25 · 60 / (8 · 3.2) = 195 / 25.6 = 7.6171875, of doubles 7.617187499999999
  [
    '3.25 of 8 patients at 3.2',
    { rn: 3.25, na: 0, at: { patients: 8, minutesPerPatientHour: 3.2 } },
    7_617_188,
    1_000_000,
  ],
  // 4 · 60 / (20 · 12) = 1; 1.5 of 4 are registered nurses
  [
    '4 of 20 patients at 12',
    { rn: 1.5, na: 2.5, at: { patients: 20, minutesPerPatientHour: 12 } },
    1_000_000,
    375_000,
  ],
])('%s: k is computed exactly and rounded once', (_, line, k, rnShare) => {
  expect(levelsOf(siteWith(line))[0]).toEqual({ k, rnShare });
});

test('without minutes those of A2/S2 patients count: (33 + 55 + 76)/14 by day, 60/R at night', () => {
  const [day, , night] = levelsOf(siteWith({ rn: 4, na: 4, at: { patients: 20 } }));
  // 8 · 60 · 14 / (20 · 164) = 6720/3280 = 2.048780…
  expect(day!.k).toBe(2_048_780);
  // 8 · 60 / (20 · 60/10) = 4
  expect(night!.k).toBe(4_000_000);
});

test('k and the share are those of the reference, to the millionth', () => {
  const hundredths = (most: number) => fc.nat(most * 100).map((n) => n / 100);
  const thousandths = (least: number, most: number) =>
    fc.integer({ min: least * 1000, max: most * 1000 }).map((n) => n / 1000);
  fc.assert(
    fc.property(
      ...[hundredths(20), hundredths(20)],
      fc.integer({ min: 10, max: 4000 }).map((n) => n / 100),
      fc.option(thousandths(0.1, 20), { nil: undefined }),
      thousandths(0.1, 20),
      fc.constantFrom(1, 0.85, 0.8333333333333334, 1e-7),
      (rn, na, patients, minutesPerPatientHour, ratio, share) => {
        fc.pre(rn + na > 0);
        const minutes = minutesPerPatientHour === undefined ? {} : { minutesPerPatientHour };
        const site = siteWith({ rn, na, at: { patients, ...minutes } }, ratio, share);
        const hours = ['07', '14', '21'].map((hour) => parseInstant(`2026-01-05T${hour}:00:00Z`));
        const expected = hours.map((hour) => levelAt(site, 'A', hour)!);
        expect(levelsOf(site)).toEqual(
          expected.map(({ k, rnShare }) => ({ k: Number(k), rnShare: Number(rnShare) })),
        );
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 1000) },
  );
});
