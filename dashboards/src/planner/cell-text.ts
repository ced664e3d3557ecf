import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import type { Cell, Column, UsualPersons } from './shift-grid.ts';
import { spanText } from './summaries.ts';

/** The shift of a column: dag mån 23 nov. 07–14. */
export function shiftText(
  { from, to, shiftId }: Column,
  messages: PlannerMessages,
  format: Format,
): string {
  const time = (instant: number) => format.clock(instant).replace(/:00$/, '');
  return `${messages.shift(shiftId)} ${format.day(from)} ${time(from)}–${time(to)}`;
}

/** The figure of a cell; need without level is shown as it is, and what is not known as a dash. */
export function cellFigure(cell: Cell, format: Format): string {
  if (cell.kind === 'difference') return format.signed(cell.value);
  return cell.kind === 'no-level' ? format.tenth(cell.need) : '–';
}

/** Why a cell has no difference; `null` if it has one. */
export function cellRemark(cell: Cell, messages: PlannerMessages, format: Format): string | null {
  switch (cell.kind) {
    case 'difference':
      return null;
    case 'no-roster':
      if (cell.missing !== null) return messages.noRosterOf[cell.missing];
      return messages.partRoster(format.whole(cell.staffedHours), format.whole(cell.hours));
    case 'no-level':
      return messages.noLevel;
    case 'no-usual':
      return messages.noUsual;
    case 'closed':
      return messages.reason.closed;
  }
}

/** Registered nurses below the minimum: ssk 1 av minst 2; `null` where they are not, or are not known. */
export function fewRnText(cell: Cell, messages: PlannerMessages, format: Format): string | null {
  if ((cell.kind !== 'difference' && cell.kind !== 'no-roster') || cell.fewRn === null) return null;
  const { fewest, minimum } = cell.fewRn;
  return messages.fewRnOf(format.tenths(fewest), format.tenths(minimum));
}

/** What a cell is computed from: plan 5,0 · behov 6,6 (5,9–7,4). Empty if nothing is known. */
export function cellParts(cell: Cell, messages: PlannerMessages, format: Format): string {
  const { tenth } = format;
  const span = ({ low, high }: UsualPersons) => spanText(low, high, tenth, messages);
  const few = fewRnText(cell, messages, format);
  const withFew = (text: string) => (few === null ? text : `${text} · ${few}`);
  switch (cell.kind) {
    case 'difference':
      return withFew(messages.planAndNeed(tenth(cell.plan), tenth(cell.need), span(cell)));
    case 'no-roster':
      return withFew(messages.onlyNeed(tenth(cell.need), span(cell)));
    case 'no-level':
      return [
        ...(cell.plan === null ? [] : [messages.onlyPlan(tenth(cell.plan))]),
        messages.normNeed(tenth(cell.need), span(cell)),
      ].join(' · ');
    case 'no-usual':
      return cell.plan === null ? '' : messages.onlyPlan(tenth(cell.plan));
    case 'closed':
      return '';
  }
}
