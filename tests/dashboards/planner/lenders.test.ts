import { expect, test } from 'vitest';
import { isLacking, lendersOf, type Trust } from '../../../dashboards/src/planner/lenders.ts';
import type { Cell, WardRow } from '../../../dashboards/src/planner/shift-grid.ts';
import { differenceCell as cell } from './points.ts';

function row(wardId: string, type: string, ...cells: Cell[]): WardRow {
  return { wardId, name: wardId, type, division: null, cells };
}

const difference = (of: Cell) => of as Extract<Cell, { kind: 'difference' }>;
const sound = (): Trust => 'sound';
const short = row('31A', 'surgery', cell(5, 6.6));

test('wards of the same type come first, then in the order of the site', () => {
  const rows = [
    row('10A', 'medicine', cell(7, 5.5)),
    short,
    row('36A', 'surgery', cell(6, 5, 6.2)),
    row('37A', 'surgery', cell(5, 5)),
  ];
  expect(lendersOf(rows, 0, short, sound)).toEqual({
    lenders: [
      // 6 less one against 6.2 in a heavy shift
      {
        ...{ wardId: '36A', isSameType: true, before: 1, after: 0 },
        afterAtHigh: expect.closeTo(-1.2, 9),
      },
      {
        ...{ wardId: '10A', isSameType: false, before: 1.5, after: 0.5 },
        afterAtHigh: expect.closeTo(-0.5, 9),
      },
    ],
    withheld: [],
  });
});

test('a ward is not offered if its figures are old or thin, or fewer than two would be left', () => {
  const rows = ['A', 'B', 'C', 'D'].map((id) =>
    row(id, 'surgery', id === 'C' ? cell(2.9, 1.2) : cell(6, 4)),
  );
  const trust = (wardId: string): Trust =>
    wardId === 'A' ? 'stale' : wardId === 'B' ? 'thin' : 'sound';
  const { lenders, withheld } = lendersOf([...rows, short], 0, short, trust);
  expect(lenders.map(({ wardId }) => wardId)).toEqual(['D']);
  expect(withheld).toEqual([
    { wardId: 'A', reason: 'stale' },
    { wardId: 'B', reason: 'thin' },
    { wardId: 'C', reason: 'few' },
  ]);
});

test('wards without room, without figures or with room in another shift alone are not', () => {
  const unknown: Cell = { kind: 'no-usual', plan: 9 };
  const rows = [row('A', 'surgery', cell(6, 5.9), cell(9, 5)), row('B', 'surgery', unknown)];
  expect(lendersOf(rows, 0, short, sound)).toEqual({ lenders: [], withheld: [] });
});

test('to lend wants a whole person to spare, also where the limit of room is lower', () => {
  const spare: Cell = { ...(cell(3, 2.4) as Extract<Cell, { kind: 'difference' }>), step: 'room' };
  expect(lendersOf([row('A', 'surgery', spare)], 0, short, sound).lenders).toEqual([]);
});

test('who can lend goes by the figures that are shown', () => {
  // 0.96 reads +1,0, and 2.96 less one reads 2,0; 0.94 reads +0,9
  const rows = [cell(2.96, 2), cell(5.94, 5)].map((each, i) => row(`${i}`, 'surgery', each));
  expect(lendersOf(rows, 0, short, sound)).toMatchObject({
    lenders: [{ wardId: '0' }],
    withheld: [],
  });
});

test('a ward below its minimum of registered nurses is lent one, where the minimum is kept', () => {
  const thin: Cell = { ...difference(cell(5, 5)), step: 'short', fewRn: { fewest: 1, minimum: 2 } };
  // with 3 of at least 2 one may leave, with 2.9 or where it is not known none
  const rows = [1, 0.9, null].map((rnOver, i) =>
    row(`${i}`, 'surgery', { ...difference(cell(6, 4)), rnOver }),
  );
  const lenders = (to: Cell) =>
    lendersOf(rows, 0, row('31A', 'surgery', to), sound).lenders.map(({ wardId }) => wardId);
  expect(lenders(thin)).toEqual(['0']);
  expect(lenders(cell(5, 6.6))).toEqual(['0', '1', '2']);
});

test('wards that are short or tight lack', () => {
  expect([cell(5, 6.6), cell(4.4, 5), cell(5, 5), cell(7, 5)].map(isLacking)).toEqual([
    ...[true, true, false, false],
  ]);
  expect(isLacking({ kind: 'closed' })).toBe(false);
});
