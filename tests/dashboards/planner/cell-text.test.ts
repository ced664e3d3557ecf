import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import {
  cellFigure,
  cellParts,
  cellRemark,
  lenderLines,
  shiftText,
} from '../../../dashboards/src/planner/cell-text.ts';
import { gridFile } from '../../../dashboards/src/planner/grid-file.ts';
import type { Cell } from '../../../dashboards/src/planner/shift-grid.ts';

const { planner: sv } = swedish;
const format = formatOf('sv', 'Europe/Stockholm');
const usual = { need: 6.6, low: 5.9, high: 7.4 };
const short = {
  kind: 'difference' as const,
  plan: 5,
  value: -1.6,
  step: 'short' as const,
  fewRn: null,
  rnOver: null,
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

test('who can lend stands with the effect on that ward, also in a heavy shift', () => {
  const lender = { wardId: '36A', isSameType: true, before: 1.2, after: 0.2, afterAtHigh: -0.6 };
  const lenders = { lenders: [lender], withheld: [{ wardId: '10A', reason: 'stale' as const }] };
  expect(lenderLines(short, lenders, sv, format)).toEqual([
    '36A: +1,2 → +0,2 (vid ovanligt högt behov −0,6), samma typ',
    '10A har en person över, men uppgifterna är gamla',
  ]);
  const nobody = { lenders: [], withheld: [] };
  expect(lenderLines(short, nobody, english.planner, format)).toEqual([
    'No other ward has a person to spare in this shift.',
  ]);
  expect(lenderLines(short, null, sv, format)).toEqual([
    'Aktuellt läge är okänt. Inga förslag visas.',
  ]);
});

test('a ward that lacks nobody needs no lender', () => {
  for (const cell of [none, norm, young, closed, { ...short, step: 'balanced' as const }]) {
    expect(lenderLines(cell, { lenders: [], withheld: [] }, sv, format)).toEqual([]);
  }
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
    sv,
    format,
  );
  expect(file.split('\r\n')).toEqual([
    '\ufeffDatum;Pass;Division;Avdelning;Planerad bemanning;Normalt behov;p10;p90;Differens;Anmärkning',
    '2026-11-27;dag;"A;B";31A;5;6,6;5,9;7,4;-1,6;',
    "2026-11-27;dag;;'=1+1;5;6,6;5,9;7,4;;ej kalibrerad: behov enligt norm",
    '2026-11-27;dag;;10A;;6,6;5,9;7,4;;schema saknas',
    '2026-11-27;dag;;11A;;6,6;5,9;7,4;;schema för usk saknas · ssk 1 av minst 2',
    '2026-11-27;dag;;12A;7,4;6,6;5,9;7,4;0,8;ssk 1 av minst 2',
    '',
  ]);
});
