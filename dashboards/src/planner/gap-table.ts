import { html, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { scrollTable } from '../scroll-table.ts';
import type { ShiftAhead, WardShift } from './shifts-ahead.ts';
import { spanText } from './summaries.ts';

/** Signed gaps, a row for each shift and a column for each ward. */
export function gapTable(
  shifts: readonly ShiftAhead[],
  wards: readonly string[],
  messages: PlannerMessages,
  format: Format,
): TemplateResult {
  return scrollTable({
    label: messages.gapsTitle,
    name: 'gaps',
    columns: [messages.shiftColumn, ...wards],
    rows: shifts.map(
      (shift) => html`<tr>
        <th scope="row">${shiftText(shift, messages, format)}</th>
        ${wards.map((wardId) => {
          const ward = shift.wards.find((one) => one.wardId === wardId);
          return ward === undefined ? html`<td>–</td>` : gapCell(ward, messages, format);
        })}
      </tr>`,
    ),
  });
}

/** What is left of a shift: dag mån 23 nov. 07–14. */
export function shiftText(
  { from, to, shiftId }: Pick<ShiftAhead, 'from' | 'to' | 'shiftId'>,
  messages: PlannerMessages,
  format: Format,
): string {
  const hour = (instant: number) => format.clock(instant).slice(0, 2);
  return `${messages.shift(shiftId)} ${format.day(from)} ${hour(from)}–${hour(to)}`;
}

function gapCell(
  { planned, usual }: WardShift,
  messages: PlannerMessages,
  format: Format,
): TemplateResult {
  const lines =
    planned === null
      ? [
          messages.noPlan,
          usual === null ? messages.noUsual : messages.needIs(format.tenth(usual.p50)),
        ]
      : usual === null
        ? [messages.noUsual, messages.plannedIs(format.tenth(planned))]
        : [
            `(${spanText(planned - usual.p90, planned - usual.p10, format.signed, messages)})`,
            messages.plannedOfNeed(format.tenth(planned), format.tenth(usual.p50)),
          ];
  const gap = planned === null || usual === null ? null : planned - usual.p50;
  return html`<td class=${gap !== null && gap <= -0.05 ? 'lacking' : ''}>
    <b>${gap === null ? '–' : format.signed(gap)}</b>
    ${lines.map((line) => html`<span class="gap-line">${line}</span>`)}
  </td>`;
}
