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
          gapText(shortage, messages, format),
          lendersText(shortage, messages, format),
        ]),
      ),
    })}
  </details>`;
}

/** −1,6, and ssk 1 av minst 2 where registered nurses are below the minimum. */
function gapText({ value, fewRn }: Shortage, messages: PlannerMessages, format: Format): string {
  const gap = format.signed(value);
  if (fewRn === null) return gap;
  const { fewest, minimum } = fewRn;
  return `${gap} · ${messages.fewRnOf(format.tenths(fewest), format.tenths(minimum))}`;
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
