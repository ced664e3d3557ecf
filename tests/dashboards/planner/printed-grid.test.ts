import { expect, test } from 'vitest';
import { inBlocks } from '../../../dashboards/src/planner/printed-grid.ts';
import type { Cell, ShiftGrid } from '../../../dashboards/src/planner/shift-grid.ts';

/** Days of so many shifts each, in a row. */
function days(...shifts: number[]): ShiftGrid {
  const columns = shifts.flatMap((count, day) =>
    Array.from({ length: count }, (_, i) => ({
      ...{ from: day * 3 + i, to: day * 3 + i + 1, date: `day ${day}`, shiftId: `${i}` },
    })),
  );
  const cells = columns.map(({ from }): Cell => ({ kind: 'no-usual', plan: from }));
  return {
    columns,
    rows: [{ wardId: '31A', name: 'Kirurgi', type: 'surgery', division: null, cells }],
  };
}

const FORTNIGHT = days(...Array<number>(14).fill(3));
const outline = (grid: ShiftGrid) =>
  inBlocks(grid).map(({ columns }) => [columns.length, new Set(columns.map((c) => c.date)).size]);

test('a fortnight of three shifts a day is printed as two weeks', () => {
  expect(outline(FORTNIGHT)).toEqual([
    [21, 7],
    [21, 7],
  ]);
});

test('no day is divided, and none is left out', () => {
  // this evening and night, then fourteen days
  expect(outline(days(2, ...Array<number>(14).fill(3)))).toEqual([
    [20, 7],
    [21, 7],
    [3, 1],
  ]);
  // four shifts a day: five days are 20, a sixth would be 24
  expect(outline(days(...Array<number>(14).fill(4)))).toEqual([
    [20, 5],
    [20, 5],
    [16, 4],
  ]);
  expect(outline(days())).toEqual([]);
});

test('a ward has the cells of the shifts above them', () => {
  const cells = inBlocks(FORTNIGHT).flatMap(({ rows }) => rows[0]!.cells);
  expect(cells).toEqual(FORTNIGHT.rows[0]!.cells);
});
