import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { gapTable } from '../../../dashboards/src/planner/gap-table.ts';
import type { WardShift } from '../../../dashboards/src/planner/shifts-ahead.ts';
import { markup } from '../markup.ts';

const usual = { p10: 2, p50: 3.5, p90: 5, n: 8, coverage: 1 };

/** What the cell of a ward says, and whether it is marked as lacking. */
function cell(
  planned: number | null,
  known: WardShift['usual'],
): { lines: string[]; lacks: boolean } {
  const ward: WardShift = { wardId: '10A', type: 'surgery', planned, usual: known };
  const shift = {
    from: Date.parse('2026-10-26T13:00:00Z'),
    to: Date.parse('2026-10-26T20:00:00Z'),
    ...{ shiftId: 'evening', wards: [ward] },
  };
  const format = formatOf('sv', 'Europe/Stockholm');
  const text = markup(gapTable([shift], ['10A'], swedish.planner, format));
  const [, name, inside] = /<td class=(\w*)>(.*?)<\/td>/s.exec(text)!;
  const lines = inside!.split(/<[^>]+>/).map((line) => line.trim());
  return { lines: lines.filter((line) => line !== ''), lacks: name === 'lacking' };
}

test('the gap is planned − usual, from planned − p90 to planned − p10', () => {
  expect(cell(3, usual)).toEqual({
    lines: ['−0,5', '(−2,0 till +1,0)', '3,0 mot 3,5'],
    lacks: true,
  });
  expect(cell(5.5, usual)).toEqual({
    lines: ['+2,0', '(+0,5 till +3,5)', '5,5 mot 3,5'],
    lacks: false,
  });
});

test('unknown values are named and make no difference', () => {
  expect(cell(null, usual)).toEqual({
    lines: ['–', 'bemanning saknas', 'normalt behov 3,5'],
    lacks: false,
  });
  expect(cell(3, null)).toEqual({
    lines: ['–', 'normalt behov ännu inte känt', 'planerat 3,0'],
    lacks: false,
  });
});
