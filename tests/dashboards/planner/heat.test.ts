import { expect, test } from 'vitest';
import {
  heatClass,
  heatRows,
  heatScale,
  isWithoutLevel,
  unlevelledOf,
} from '../../../dashboards/src/planner/heat.ts';
import type { HeatmapCell } from '../../../schemas/read-api.ts';
import { ward } from '../ward.ts';

const spread = (mean: number | null) => ({
  ...{ n: mean === null ? 0 : 4, mean, p10: mean, p50: mean, p90: mean },
});
const cell = (weekday: number, hour: number, need: number | null, gap: number | null) =>
  ({
    ...{ weekday, hour, hours: 8, knownHours: 4, balancedHours: 4, hiddenHours: 4 },
    normNeed: spread(need),
    required: spread(need),
    nurses: spread(null),
    gap: spread(gap),
    ...{ coverage: 0.9, model: null, computedAt: null },
  }) satisfies HeatmapCell;

test('there are seven rows of 24, also without data; an unknown value is not 0', () => {
  const rows = heatRows([cell(1, 0, 0, null), cell(7, 23, 3.5, -1)], 'need');
  expect(rows.map((row) => row.length)).toEqual([24, 24, 24, 24, 24, 24, 24]);
  expect(rows[0]![0]).toMatchObject({ weekday: 1, hour: 0, hiddenHours: 4 });
  expect(rows[0]![0]!.spread?.mean).toBe(0);
  expect(rows[6]![23]!.spread?.mean).toBe(3.5);
  expect(rows[3]![12]).toEqual({
    ...{ weekday: 4, hour: 12, spread: null, hiddenHours: 0, coverage: null },
  });
  expect(heatRows([cell(1, 0, 2, null)], 'gap')[0]![0]!.spread).toBeNull();
});

test('the steps of need are the same whatever the data', () => {
  const scale = heatScale('need');
  expect(scale).toEqual(heatScale('staffing'));
  expect(
    [0, 0.94, 0.95, 1, 3.94, 3.95, 5.5, 8, 40, null].map((mean) => heatClass(scale, mean)),
  ).toEqual([...['s0', 's0', 's1', 's1', 's3', 's4', 's4', 's6', 's6', 'none']]);
});

test('a difference has as many steps below 0 as above, and less than half a person is none', () => {
  const scale = heatScale('gap');
  // each by the figure as it is shown: −1,95 reads −2,0 and 0,44 reads 0,4
  const steps = [-2.6, -1.95, -1.94, -0.95, -0.94, -0.45, -0.44, 0, 0.44, 0.45, 0.95, 1.95];
  expect(steps.map((mean) => heatClass(scale, mean))).toEqual([
    ...['n3', 'n3', 'n2', 'n2', 'n1', 'n1', 'zero', 'zero', 'zero', 'p1', 'p2', 'p3'],
  ]);
  // −(0.1 + 0.7 + 0.2) in doubles, a hair above −1
  expect(heatClass(scale, -(0.1 + 0.7 + 0.2))).toBe('n2');
});

test('wards without level are named: their staffing counts, and their need does not', () => {
  const both = cell(1, 0, 3, null);
  // of eight hours, four are of a ward without level
  const one = { ...both, normNeed: { ...both.normNeed, n: 8 } };
  expect(isWithoutLevel([both])).toBe(false);
  expect(isWithoutLevel([both, one])).toBe(true);
  const level = { k: 2, basis: 'agreed', rnShare: 0.6, validFrom: null } as const;
  const standing = [
    ward({ wardId: '31A', level }),
    ward({ wardId: '32A', level: null }),
    ward({ wardId: '33A', level: null }),
    // nothing is known of it
    ward({ wardId: '34A', level: null, normNurses: null }),
  ];
  expect(unlevelledOf(standing, ['31A', '32A', '34A'])).toEqual(['32A']);
  expect(unlevelledOf(null, ['32A'])).toEqual([]);
});
