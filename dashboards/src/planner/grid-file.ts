import { csvCell } from '../../../schemas/spreadsheet.ts';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import type { Lending } from '../lending/lending.ts';
import type { Role } from '../lending/staffed-ward.ts';
import { fewRnText } from './cell-text.ts';
import type { Cell, ShiftGrid } from './shift-grid.ts';

/** The grid as the API writes CSV for Excel: a row for each shift and ward, unknown is empty. */
export function gridFile(
  { columns, rows }: ShiftGrid,
  lending: readonly Lending[] | null,
  messages: PlannerMessages,
  format: Format,
): string {
  const heads = [
    ...[messages.dateColumn, messages.shiftColumn, messages.division, messages.ward],
    ...[messages.planned, messages.usualNeed, 'p10', 'p90', messages.gap, messages.remark],
    ...[messages.loanOf.rn, messages.loanOf.na, messages.loanWith, messages.gapAfter],
  ];
  const lines = columns.flatMap(({ date, shiftId }, i) =>
    rows.map(({ division, wardId, cells }) => [
      ...[date, messages.shift(shiftId), division, wardId],
      ...figures(cells[i]!, messages, format),
      ...loansOf(wardId, lending?.[i] ?? null),
    ]),
  );
  return `\ufeff${[heads, ...lines].map((line) => `${line.map(written).join(';')}\r\n`).join('')}`;
}

/** Registered nurses and assistants that are lent (minus) or borrowed, from or to which wards, and the difference then. */
function loansOf(wardId: string, lending: Lending | null): (string | number | null)[] {
  const own = lending?.loans.filter(({ from, to }) => from === wardId || to === wardId) ?? [];
  if (lending === null || own.length === 0) return [null, null, null, null];
  const sum = (role: Role) =>
    own
      .filter((loan) => loan.role === role)
      .reduce((total, { to }) => total + (to === wardId ? 1 : -1), 0);
  const others = new Set(own.map(({ from, to }) => (from === wardId ? to : from)));
  return [sum('rn'), sum('na'), [...others].join(', '), lending.after.get(wardId)!.over];
}

/** Plan, usual need with p10 and p90, difference, and why one is missing. */
function figures(
  cell: Cell,
  messages: PlannerMessages,
  format: Format,
): (string | number | null)[] {
  const few = fewRnText(cell, messages, format);
  switch (cell.kind) {
    case 'difference':
      return [cell.plan, cell.need, cell.low, cell.high, cell.value, few];
    case 'no-roster':
      return [
        ...[null, cell.need, cell.low, cell.high, null],
        [
          cell.missing === null ? messages.noRoster : messages.noRosterOf[cell.missing],
          ...(few === null ? [] : [few]),
        ].join(' · '),
      ];
    case 'no-level':
      return [cell.plan, cell.need, cell.low, cell.high, null, messages.noLevelNorm];
    case 'no-usual':
      return [cell.plan, null, null, null, null, messages.noUsual];
    case 'closed':
      return [null, null, null, null, null, messages.reason.closed];
  }
}

function written(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return `${Math.round(value * 1e4) / 1e4}`.replace('.', ',');
  return csvCell(value);
}
