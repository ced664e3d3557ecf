import { html, nothing, type TemplateResult } from 'lit';
import type { WardHourChange } from '../../../schemas/read-api.ts';
import { hourLabel } from '../charts/hour-axis.ts';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { scrollTable, tableRow } from '../scroll-table.ts';
import { spanOf } from './summaries.ts';

/** Rows that are shown; the file has all. */
const MOST_ROWS = 200;

/** Hours of a ward that had another value then, or none; another reason for none is no change of need. */
export function changesTable(
  all: readonly WardHourChange[],
  messages: PlannerMessages,
  format: Format,
): TemplateResult {
  const changes = all.filter(({ earlier, final }) => (earlier.minutes ?? final.minutes) !== null);
  if (changes.length === 0) return html`<p>${messages.changesNone}</p>`;
  const differences = changes.flatMap(({ minutesChange }) => minutesChange ?? []);
  const by = spanOf(differences, format.signed, messages);
  const others = changes.length - differences.length;
  const shown = changes.slice(0, MOST_ROWS);
  const hours = shown.map(({ from, localFrom }) => ({ from: Date.parse(from), localFrom }));
  const valueText = ({ minutes, reason }: WardHourChange['earlier']) =>
    minutes !== null ? format.whole(minutes) : reason === null ? '–' : messages.reason[reason];
  return html`<p>
      ${by === null ? nothing : messages.changesSome(format.whole(differences.length), by)}
      ${others === 0 ? nothing : messages.changesNew(format.whole(others))}
    </p>
    <details class="fold">
      <summary>${messages.changesTitle}</summary>
      ${
        shown.length < changes.length
          ? html`<p>${messages.firstHours(format.whole(shown.length), format.whole(changes.length))}</p>`
          : nothing
      }
      ${scrollTable({
        label: messages.changesTitle,
        columns: [
          messages.period,
          messages.thenColumn,
          messages.sinceColumn,
          messages.changeColumn,
        ],
        rows: shown.map(({ earlier, final, minutesChange }, i) =>
          tableRow([
            `${format.day(hours[i]!.from)} ${hourLabel(hours, i, messages)}`,
            valueText(earlier),
            valueText(final),
            minutesChange === null ? '–' : format.signed(minutesChange),
          ]),
        ),
      })}
    </details>`;
}
