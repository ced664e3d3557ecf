import { expect, test } from 'vitest';
import { alike, groups } from '../../../dashboards/src/planner/comparison.ts';
import type { WardComparison } from '../../../schemas/read-api.ts';

const ward = (wardId: string, type: string, load: number | null) => {
  const unknown = { n: 0, mean: null, p10: null, p50: null, p90: null };
  return {
    ...{ wardId, type, name: wardId, hours: 24, knownHours: 24, balancedHours: 24, hiddenHours: 0 },
    load: load === null ? unknown : { n: 1, mean: load, p10: load, p50: load, p90: load },
    ...{ minutesPerHour: unknown, gapPerHour: unknown, gap: null, coverage: null },
    ...{ model: null, computedAt: null },
  } satisfies WardComparison;
};
const wards = [
  ward('31A', 'surgery', 0.9),
  ward('36A', 'medicine', 1.2),
  ward('33A', 'surgery', 0.7),
  ward('34A', 'medicine', null),
  ward('35A', 'medicine', 1),
  ward('38A', 'medicine', 0.6),
  ward('7A', 'maternity', 1),
];

test('alike are all wards of the kinds that are chosen, in the order of the site', () => {
  const site = { wards: wards.map((one) => ({ ...one, division: null, beds: 20 })) };
  expect(alike(['33A'], site)).toEqual(['31A', '33A']);
  expect(alike(['7A', '31A'], site)).toEqual(['31A', '33A', '7A']);
});

test('wards stand by kind in the order of the site, not by what they have', () => {
  const grouped = groups(wards, 'load');
  expect(grouped.map(({ type }) => type)).toEqual(['surgery', 'medicine', 'maternity']);
  expect(grouped[1]!.wards.map(({ wardId }) => wardId)).toEqual(['36A', '34A', '35A', '38A']);
});

test('the median is of the wards that are known, and of two at least', () => {
  const medians = groups(wards, 'load').map(({ median }) => median);
  expect(medians).toEqual([expect.closeTo(0.8), 1, null]);
  expect(groups(wards, 'gap').map(({ median }) => median)).toEqual([null, null, null]);
});
