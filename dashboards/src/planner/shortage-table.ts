import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { scrollTable, tableRow } from '../scroll-table.ts';
import { shiftText } from './cell-text.ts';
import type { Shortage } from './shortages.ts';

/** The shifts in which wards are short, and who can lend to each, to be opened. */
export function shortageTable(
  shortages: readonly Shortage[],
  messages: PlannerMessages,
  format: Format,
): TemplateResult | typeof nothing {
  if (shortages.length === 0) return nothing;
  const title = messages.shortShifts(shortages.length);
  return html`<details class="fold">
    <summary>${title}</summary>
    <p class="help">${messages.competence} ${messages.lentOnce}</p>
    ${scrollTable({
      label: title,
      name: 'shortages',
      columns: [messages.shiftColumn, messages.ward, messages.gap, messages.lendersTitle],
      rows: shortages.map((shortage) =>
        tableRow([
          shiftText(shortage.shift, messages, format),
          shortage.ward.wardId,
          format.signed(shortage.value),
          lendersText(shortage, messages, format),
        ]),
      ),
    })}
  </details>`;
}

/** 20A: +1,2 → +0,2, 31A: +1,3 → +0,3. */
export function lendersText(
  { lenders }: Pick<Shortage, 'lenders'>,
  messages: PlannerMessages,
  { signed }: Format,
): string {
  if (lenders === null) return messages.notStanding;
  if (lenders.length === 0) return messages.nobody;
  return lenders
    .map(({ wardId, before, after }) => `${wardId}: ${signed(before)} → ${signed(after)}`)
    .join(', ');
}
