import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import type { Trust } from '../../../dashboards/src/lending/trust.ts';
import { gridReadout } from '../../../dashboards/src/planner/grid-readout.ts';
import { gridRows } from '../../../dashboards/src/planner/grid-rows.ts';
import type { Cell, ShiftGrid } from '../../../dashboards/src/planner/shift-grid.ts';
import { isLacking, shiftLending } from '../../../dashboards/src/planner/shift-lending.ts';
import { lendersText, shortageTable } from '../../../dashboards/src/planner/shortage-table.ts';
import { shortagesOf } from '../../../dashboards/src/planner/shortages.ts';
import { markup } from '../markup.ts';
import { differenceCell as cell } from './points.ts';

const row = (wardId: string, type: string, ...cells: Cell[]) => ({
  ...{ wardId, name: wardId, type, division: null, cells },
});
const shift = (shiftId: string, from: number, to: number) => ({
  ...{ shiftId, date: '2026-11-23' },
  ...{ from: Date.UTC(2026, 10, 23, from), to: Date.UTC(2026, 10, 23, to) },
});
/** A day and an evening; 31A and 17A are short in one each, 31A is tight in the other. */
const ALL: ShiftGrid = {
  columns: [shift('day', 6, 13), shift('evening', 13, 20)],
  rows: [
    row('31A', 'surgery', cell(4.4, 5), cell(5, 6.6)),
    row('17A', 'medicine', cell(3, 5), { kind: 'no-usual', plan: 3 }),
    row('36A', 'surgery', cell(5, 5), cell(6, 4.8)),
    row('10A', 'medicine', cell(5, 5), cell(7, 5.5)),
  ],
};
const sound = () => 'sound' as const;
const lendingOf = ({ columns, rows }: ShiftGrid) =>
  columns.map((_, column) => shiftLending(rows, column, sound));
const { planner: sv } = swedish;
const format = formatOf('sv', 'Europe/Stockholm');

test('shifts in which a ward is short, by time, with those who can lend to it', () => {
  const found = shortagesOf(ALL, lendingOf(ALL));
  expect(found.map(({ shift, ward }) => `${shift.shiftId} ${ward.wardId}`)).toEqual([
    ...['day 17A', 'evening 31A'],
  ]);
  expect(found.map((each) => lendersText(each, sv))).toEqual([
    'ingen',
    // 36A is of the same type, and 0.6 are missing then
    '36A 1 usk, 10A 1 usk',
  ]);
});

test('wards that are not shown can lend, and are not listed', () => {
  const shown = { ...ALL, rows: ALL.rows.slice(0, 1) };
  const found = shortagesOf(shown, lendingOf(ALL));
  expect(found.map(({ ward }) => ward.wardId)).toEqual(['31A']);
  expect(found[0]!.help!.offers).toHaveLength(2);
});

test('nobody is suggested where the current status is unknown', () => {
  const [first] = shortagesOf(ALL, null);
  expect(lendersText(first!, sv)).toBe('Aktuellt läge är okänt. Inga förslag visas.');
});

test('the list says how many, and is not there if there are none', () => {
  const found = shortagesOf(ALL, lendingOf(ALL));
  const table = markup(shortageTable(found, sv, format));
  expect(table).toContain('2 pass där en avdelning saknar personal, och vem som kan låna ut');
  expect(table).toContain('kväll mån 23 nov. 14–21');
  expect(table).toContain('−1,6');
  // 5 of 6.6 and two more
  expect(table).toContain('+0,4');
  expect(markup(shortageTable(found.slice(1), english.planner, format))).toContain(
    '1 shift in which a ward is short, and who can lend',
  );
  expect(markup(shortageTable([], sv, format))).toBe('');
  const thin = { ...found[0]!, value: 0.8, fewRn: { fewest: 1, minimum: 2 } };
  expect(markup(shortageTable([thin], sv, format))).toContain('+0,8 · ssk 1 av minst 2');
});

test('the sum of a shift names the wards that are short and tight, and says of none only where none is', () => {
  const readout = (grid: ShiftGrid, column: number) => {
    const [row] = gridRows(grid);
    const shift = grid.columns[column]!;
    return markup(
      gridReadout({
        ...{ row: row!, column, shift, lending: null, allLabel: 'Alla' },
        ...{ messages: sv, format },
      }),
    );
  };
  const day = readout(ALL, 0);
  expect(day).toContain('Saknar personal: 17A −2,0.');
  expect(day).toContain('Ansträngt: 31A −0,6.');
  expect(day).not.toContain('Ingen');
  const tight = readout({ ...ALL, rows: ALL.rows.filter(({ wardId }) => wardId !== '17A') }, 0);
  expect(tight).toContain('Ansträngt: 31A −0,6.');
  expect(tight).not.toContain('Saknar personal');
  expect(tight).not.toContain('Ingen');
  expect(readout({ ...ALL, rows: ALL.rows.slice(2) }, 0)).toContain(
    'Ingen avdelning saknar personal.',
  );
});

test('a cell says who lends what, what it comes to, and who else could', () => {
  const readout = (
    grid: ShiftGrid,
    wardId: string,
    trust: typeof sound | (() => Trust) = sound,
  ) => {
    const ward = grid.rows.find((row) => row.wardId === wardId)!;
    const lending = shiftLending(grid.rows, 1, trust);
    return linesOf(
      gridReadout({
        ...{ row: { kind: 'ward', ward }, column: 1, shift: grid.columns[1]!, lending },
        ...{ allLabel: 'Alla', messages: sv, format },
      }),
    );
  };
  const linesOf = (of: unknown) =>
    [...markup(of).matchAll(/<li>(.*?)<\/li>/gs)].map(([, text]) =>
      text!.replaceAll(/<!--.*?-->/gs, '').trim(),
    );
  // 6 less one against 4.8, 7 less one against 5.5
  expect(readout(ALL, '31A')).toEqual([
    '36A: 1 usk, +1,2 → +0,2 (vid ovanligt högt behov +0,2), samma typ',
    '10A: 1 usk, +1,5 → +0,5 (vid ovanligt högt behov +0,5), annan typ',
    'Med förslagen hamnar 31A på +0,4',
  ]);
  // 20A lacks 1.0 and comes after 31A, which lacked 1.6 and 0.6
  const more = { ...ALL, rows: [...ALL.rows, row('20A', 'medicine', cell(5, 5), cell(5, 6))] };
  expect(readout(more, '20A')).toEqual([
    '10A: 1 usk, +1,5 → +0,5 (vid ovanligt högt behov +0,5), samma typ',
    'Med förslagen hamnar 20A på 0,0',
    '36A har personal över, men den behövs mer på 31A',
  ]);
  const rich = { ...ALL, rows: [...ALL.rows, row('40A', 'geriatrics', cell(5, 5), cell(8, 5))] };
  expect(readout(rich, '31A').slice(2)).toEqual([
    'Med förslagen hamnar 31A på +0,4',
    'Kvar att låna ut: 10A 1 usk, 40A 2 usk',
  ]);
  expect(readout(ALL, '36A')).toEqual([]);
  expect(readout(ALL, '31A', () => 'thin')).toEqual([
    'Underlaget för 31A är ofullständigt. Inga förslag visas.',
  ]);
});

test('wards that are short or tight lack', () => {
  expect([cell(5, 6.6), cell(4.4, 5), cell(5, 5), cell(7, 5)].map(isLacking)).toEqual([
    ...[true, true, false, false],
  ]);
  expect(isLacking({ kind: 'closed' })).toBe(false);
});
