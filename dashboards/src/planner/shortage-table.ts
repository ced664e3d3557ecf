import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { leftText, lentText } from '../lending/lending-text.ts';
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
      columns: [
        ...[messages.shiftColumn, messages.ward, messages.gap],
        ...[messages.lendersTitle, messages.gapAfter, messages.leftToLend],
      ],
      rows: shortages.map((shortage) =>
        tableRow([
          shiftText(shortage.shift, messages, format),
          shortage.ward.wardId,
          gapText(shortage, messages, format),
          lendersText(shortage, messages),
          shortage.help === null ? '' : format.signed(shortage.help.after),
          shortage.help === null ? '' : leftText(shortage.help, messages),
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

/** 20A 1 usk, 31A 1 ssk; or that there is nobody, and where those go who could come. */
export function lendersText({ help }: Pick<Shortage, 'help'>, messages: PlannerMessages): string {
  if (help === null) return messages.notStanding;
  if (help.offers.length > 0)
    return help.offers.map((each) => `${each.wardId} ${lentText(each, messages)}`).join(', ');
  if (help.elsewhere.length === 0) return messages.nobody;
  const to = [...new Set(help.elsewhere.flatMap((each) => each.to))];
  return messages.nobodyLeft(to.join(', '));
}
