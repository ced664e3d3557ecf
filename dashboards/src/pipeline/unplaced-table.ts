import { html, nothing, type TemplateResult } from 'lit';
import type { Unplaced } from '../../../schemas/unplaced.ts';
import type { Format } from '../format.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import { scrollTable, tableRow } from '../scroll-table.ts';

/** The latest lines of a list by ward, pseudonym and event; says so if there are more. */
export function unplacedTable(
  { list, items, counts, next }: Unplaced,
  messages: PipelineMessages,
  format: Format,
): TemplateResult {
  const said = (...parts: (string | null)[]) => parts.filter((part) => part !== null).join(' ');
  const more = messages.unplacedShown(format.whole(items.length), format.whole(counts[list]));
  return html`${scrollTable({
    label: messages.unplacedLists[list].title,
    name: 'unplaced-lines',
    columns: [
      ...[messages.ward, messages.encounter, messages.reasonColumn],
      ...[messages.eventColumn, messages.occurred, messages.sender],
    ],
    rows: items.map(({ wardId, encounterId, reason, type, code, occurredAt, source, id }) =>
      tableRow([
        ...[wardId ?? messages.unknownWard, encounterId, messages.unplacedReasons[reason]],
        ...[said(type, code), format.dayAndClock(Date.parse(occurredAt)), said(source, id)],
      ]),
    ),
  })}
  ${next === null ? nothing : html`<p class="soft">${more}</p>`}`;
}
