import { csvCell } from '../../../schemas/spreadsheet.ts';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { shiftText } from './gap-table.ts';
import type { ShiftAhead } from './shifts-ahead.ts';

/** Values of the gap table as the API writes CSV for Excel: a row for each shift and ward, unknown is empty. */
export function gapFile(
  shifts: readonly ShiftAhead[],
  messages: PlannerMessages,
  format: Format,
): string {
  const heads = [
    messages.shiftColumn,
    messages.ward,
    messages.planned,
    messages.usualNeed,
    'p10',
    'p90',
    'n',
  ];
  const rows = shifts.flatMap((shift) =>
    shift.wards.map(({ wardId, planned, usual }) => [
      ...[shiftText(shift, messages, format), wardId, planned],
      ...[usual?.p50, usual?.p10, usual?.p90, usual?.n],
      planned === null || !usual ? null : planned - usual.p50,
    ]),
  );
  return `\ufeff${[[...heads, messages.gap], ...rows].map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`;
}

function cell(value: string | number | null | undefined): string {
  if (value == null) return '';
  if (typeof value === 'number') return `${Math.round(value * 1e4) / 1e4}`.replace('.', ',');
  return csvCell(value);
}
