import { expect, test } from 'vitest';
import { heatClass, heatRows, heatScale } from '../../../dashboards/src/planner/heat.ts';
import type { HeatmapCell } from '../../../schemas/read-api.ts';

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

test('need is in steps from its least to its greatest', () => {
  const rows = heatRows([cell(1, 0, 2.2, null), cell(1, 1, 6.1, null)], 'need');
  const scale = heatScale(rows, 'need');
  expect(scale.bounds).toEqual([3, 4, 5, 6]);
  expect(scale.classes).toEqual(['s0', 's1', 's2', 's3', 's4']);
  expect([2.2, 3, 4.9, 6.1, null].map((mean) => heatClass(scale, mean))).toEqual([
    ...['s0', 's1', 's2', 's4', 'none'],
  ]);
});

test('a gap has as many steps below 0 as above, and less than half a nurse is none', () => {
  const rows = heatRows([cell(1, 0, 1, -2.6), cell(1, 1, 1, 0.4)], 'gap');
  const scale = heatScale(rows, 'gap');
  expect(scale.bounds).toEqual([-2, -1, -0.5, 0.5, 1, 2]);
  expect(scale.classes).toEqual(['n3', 'n2', 'n1', 'zero', 'p1', 'p2', 'p3']);
  expect([-2.6, -1.2, -0.6, 0.4, 0.5, 1.5, 2].map((mean) => heatClass(scale, mean))).toEqual([
    ...['n3', 'n2', 'n1', 'zero', 'p1', 'p2', 'p3'],
  ]);
});

test('values that read the same by the tenth have one step, and steps are never finer', () => {
  const near = heatRows([cell(1, 0, 1.61, null), cell(1, 1, 1.64, null)], 'need');
  expect(heatScale(near, 'need')).toEqual({ bounds: [], classes: ['s0'] });
  const close = heatRows([cell(1, 0, 1.55, null), cell(1, 1, 1.85, null)], 'need');
  expect(heatScale(close, 'need').bounds.map((bound) => bound.toFixed(1))).toEqual([
    ...['1.6', '1.7', '1.8'],
  ]);
});

test('values that are all the same have one step', () => {
  const same = heatScale(heatRows([cell(1, 0, 4, 0)], 'need'), 'need');
  expect(same).toEqual({ bounds: [], classes: ['s0'] });
  const none = heatScale(heatRows([cell(1, 0, 4, 0)], 'gap'), 'gap');
  expect(none).toEqual({ bounds: [], classes: ['zero'] });
});
