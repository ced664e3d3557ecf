import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import {
  cellFigure,
  cellParts,
  cellRemark,
  shiftText,
} from '../../../dashboards/src/planner/cell-text.ts';
import { gridFile } from '../../../dashboards/src/planner/grid-file.ts';
import type { Cell } from '../../../dashboards/src/planner/shift-grid.ts';
import { shiftLending } from '../../../dashboards/src/planner/shift-lending.ts';
import { differenceCell } from './points.ts';

const { planner: sv } = swedish;
const format = formatOf('sv', 'Europe/Stockholm');
const usual = { need: 6.6, low: 5.9, high: 7.4 };
const short = {
  kind: 'difference' as const,
  plan: 5,
  value: -1.6,
  step: 'short' as const,
  fewRn: null,
  roles: { na: 2, rnOver: 0, rnOverMinimum: 1 },
  ...usual,
};
const part = {
  kind: 'no-roster' as const,
  staffedHours: 4,
  hours: 7,
  missing: null,
  fewRn: null,
  ...usual,
};
const halfOf = { ...part, staffedHours: 7, missing: 'na' as const };
const none: Cell = { ...part, staffedHours: 0 };
const norm: Cell = { kind: 'no-level', plan: 5, ...usual };
const few = { fewest: 1, minimum: 2 };
const thin: Cell = { ...short, plan: 7.4, value: 0.8, fewRn: few };
const young: Cell = { kind: 'no-usual', plan: 5 };
const closed: Cell = { kind: 'closed' };

test.each<[Cell, string, string | null, string]>([
  [short, '−1,6', null, 'plan 5,0 · behov 6,6 (5,9–7,4)'],
  [part, '–', 'schema för 4 av 7 timmar', 'behov 6,6 (5,9–7,4)'],
  [none, '–', 'schema saknas', 'behov 6,6 (5,9–7,4)'],
  [thin, '+0,8', null, 'plan 7,4 · behov 6,6 (5,9–7,4) · ssk 1 av minst 2'],
  [
    { ...halfOf, fewRn: few },
    '–',
    'schema för usk saknas',
    'behov 6,6 (5,9–7,4) · ssk 1 av minst 2',
  ],
  [halfOf, '–', 'schema för usk saknas', 'behov 6,6 (5,9–7,4)'],
  [norm, '6,6', 'ej kalibrerad', 'plan 5,0 · behov enligt norm 6,6 (5,9–7,4)'],
  [young, '–', 'normalt behov ännu inte känt', 'plan 5,0'],
  [closed, '–', 'stängd', ''],
])('a cell of %o reads "%s"', (cell, figure, remark, parts) => {
  expect(cellFigure(cell, format)).toBe(figure);
  expect(cellRemark(cell, sv, format)).toBe(remark);
  expect(cellParts(cell, sv, format)).toBe(parts);
});

test('a shift is named by its day and its clock', () => {
  const day = {
    ...{ from: Date.UTC(2026, 10, 27, 6), to: Date.UTC(2026, 10, 27, 13) },
    ...{ date: '2026-11-27', shiftId: 'day' },
  };
  expect(shiftText(day, sv, format)).toBe('dag fre 27 nov. 07–14');
});

test('the file has a row for each shift and ward, with what is unknown empty', () => {
  const column = { from: 0, to: 1, date: '2026-11-27', shiftId: 'day' };
  const row = { name: 'x', type: 'surgery', division: 'A;B' };
  const file = gridFile(
    {
      columns: [column],
      rows: [
        { wardId: '31A', ...row, cells: [short] },
        { wardId: '=1+1', ...row, division: null, cells: [norm] },
        { wardId: '10A', ...row, division: null, cells: [none] },
        { wardId: '11A', ...row, division: null, cells: [{ ...halfOf, fewRn: few }] },
        { wardId: '12A', ...row, division: null, cells: [thin] },
      ],
    },
    null,
    sv,
    format,
  );
  expect(file.split('\r\n')).toEqual([
    '\ufeffDatum;Pass;Division;Avdelning;Planerad bemanning;Normalt behov;p10;p90;Differens;Anmärkning;Förslag ssk (in + / ut −);Förslag usk (in + / ut −);Från eller till;Differens efter förslag',
    '2026-11-27;dag;"A;B";31A;5;6,6;5,9;7,4;-1,6;;;;;',
    "2026-11-27;dag;;'=1+1;5;6,6;5,9;7,4;;ej kalibrerad: behov enligt norm;;;;",
    '2026-11-27;dag;;10A;;6,6;5,9;7,4;;schema saknas;;;;',
    '2026-11-27;dag;;11A;;6,6;5,9;7,4;;schema för usk saknas · ssk 1 av minst 2;;;;',
    '2026-11-27;dag;;12A;7,4;6,6;5,9;7,4;0,8;ssk 1 av minst 2;;;;',
    '',
  ]);
});

test('the file has what each ward is to lend or borrow, and its difference then', () => {
  const column = { from: 0, to: 1, date: '2026-11-27', shiftId: 'day' };
  const row = (wardId: string, cell: Cell) => ({
    ...{ wardId, name: 'x', type: 'surgery', division: null, cells: [cell] },
  });
  // 31A lacks 1.6 persons, none of them registered nurses; 36A has 2.2 assistants to spare
  const rows = [row('31A', short), row('36A', differenceCell(6, 3.8))];
  const grid = { columns: [column], rows };
  const lending = [shiftLending(rows, 0, () => 'sound')];
  expect(gridFile(grid, lending, sv, format).split('\r\n').slice(1)).toEqual([
    '2026-11-27;dag;;31A;5;6,6;5,9;7,4;-1,6;;0;2;36A;0,4',
    '2026-11-27;dag;;36A;6;3,8;2,8;3,8;2,2;;0;-2;31A;0,2',
    '',
  ]);
});
