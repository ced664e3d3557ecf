import { expect, test } from 'vitest';
import { gridRows } from '../../../dashboards/src/planner/grid-rows.ts';
import type { Cell, ShiftGrid } from '../../../dashboards/src/planner/shift-grid.ts';

const COLUMN = { from: 0, to: 1, date: '2026-11-27', shiftId: 'day' };
const cell = (value: number): Cell => ({
  ...{
    kind: 'difference',
    fewRn: null,
    roles: { na: null, rnOver: null, rnOverMinimum: null },
    plan: 5 + value,
    value,
    need: 5,
    low: 4,
    high: 6,
  },
  step: value <= -1 ? 'short' : 'balanced',
});

function grid(...wards: [wardId: string, division: string | null, cell: Cell][]): ShiftGrid {
  return {
    columns: [COLUMN],
    rows: wards.map(([wardId, division, cell]) => ({
      ...{ wardId, name: wardId, type: 'surgery', division, cells: [cell] },
    })),
  };
}

const outline = (shown: ShiftGrid) =>
  gridRows(shown).map((row) =>
    row.kind === 'ward'
      ? row.ward.wardId
      : `${row.kind} ${row.division} ${row.sums[0]!.value} ${row.sums[0]!.known}/${row.sums[0]!.unknown} ${row.sums[0]!.short}`,
  );

test('all wards are summed up first, then each division above its wards; those of none come last', () => {
  const none: Cell = { kind: 'no-usual', plan: null };
  const shown = grid(
    ['10A', 'Medicin', cell(-1.5)],
    ['99', null, cell(0.25)],
    ['31A', 'Kirurgi', cell(-2)],
    ['10B', 'Medicin', cell(3)],
    ['31B', 'Kirurgi', none],
  );
  expect(outline(shown)).toEqual([
    // −1.5 + 0.25 − 2 + 3: two wards are short behind it
    'all null -0.25 4/1 2',
    ...['division Medicin 1.5 2/0 1', '10A', '10B'],
    ...['division Kirurgi -2 1/1 1', '31A', '31B'],
    ...['division null 0.25 1/0 0', '99'],
  ]);
});

test('one division is the sum of all, and one ward is no sum', () => {
  expect(outline(grid(['A', null, cell(1)], ['B', null, cell(2)]))).toEqual([
    ...['all null 3 2/0 0', 'A', 'B'],
  ]);
  expect(outline(grid(['A', 'X', cell(1)]))).toEqual(['A']);
});
