import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { gapFile } from '../../../dashboards/src/planner/gap-file.ts';
import type { ShiftAhead } from '../../../dashboards/src/planner/shifts-ahead.ts';

const HEADS = 'Pass;Avdelning;Planerad bemanning;Normalt behov;p10;p90;n;Differens';
const usual = { p10: 2.5, p50: 3.123456, p90: 4, n: 8, coverage: 1 };
const shift = (wards: ShiftAhead['wards']): ShiftAhead => ({
  from: Date.parse('2026-10-26T13:00:00Z'),
  to: Date.parse('2026-10-26T20:00:00Z'),
  ...{ shiftId: 'evening', wards },
});
const file = (...shifts: ShiftAhead[]) =>
  gapFile(shifts, swedish.planner, formatOf('sv', 'Europe/Stockholm'));

test('a row for each shift and ward, as Swedish spreadsheets read it', () => {
  const text = file(
    shift([
      { wardId: '10A', type: 'surgery', planned: 2.5, usual },
      { wardId: '10B', type: 'surgery', planned: null, usual },
      { wardId: '10C', type: 'surgery', planned: 3, usual: null },
    ]),
  );
  const when = 'kväll mån 26 okt. 14–21';
  expect(text.split('\r\n')).toEqual([
    `\ufeff${HEADS}`,
    `${when};10A;2,5;3,1235;2,5;4;8;-0,6235`,
    `${when};10B;;3,1235;2,5;4;8;`,
    `${when};10C;3;;;;;`,
    '',
  ]);
});

test('a name is neither a formula nor parts a cell', () => {
  const named = (wardId: string) => ({ wardId, type: 'x', planned: 1, usual: null });
  const rows = file(shift([named('=1+1'), named('A;B'), named('A"B')])).split('\r\n');
  expect(rows[1]).toContain(";'=1+1;1;");
  expect(rows[2]).toContain(';"A;B";1;');
  expect(rows[3]).toContain(';"A""B";1;');
});

test('without shifts there are headings alone', () => {
  expect(file()).toBe(`\ufeff${HEADS}\r\n`);
});
