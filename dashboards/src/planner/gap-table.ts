import { html, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PlannerWords } from '../i18n/messages.ts';
import { scrollTable } from '../scroll-table.ts';
import type { ShiftAhead, WardShift } from './shifts-ahead.ts';
import { spanText } from './spoken.ts';

/** Signed gaps, a row for each shift and a column for each ward. */
export function gapTable(
  shifts: readonly ShiftAhead[],
  wards: readonly string[],
  words: PlannerWords,
  format: Format,
): TemplateResult {
  return scrollTable({
    label: words.gapsTitle,
    name: 'gaps',
    columns: [words.shiftColumn, ...wards],
    rows: shifts.map(
      (shift) => html`<tr>
        <th scope="row">${shiftText(shift, words, format)}</th>
        ${wards.map((wardId) => {
          const ward = shift.wards.find((one) => one.wardId === wardId);
          return ward === undefined ? html`<td>–</td>` : gapCell(ward, words, format);
        })}
      </tr>`,
    ),
  });
}

/** What is left of a shift: dag mån 23 nov. 07–14. */
export function shiftText(
  { from, to, shiftId }: Pick<ShiftAhead, 'from' | 'to' | 'shiftId'>,
  words: PlannerWords,
  format: Format,
): string {
  const hour = (instant: number) => format.clock(instant).slice(0, 2);
  return `${words.shift(shiftId)} ${format.day(from)} ${hour(from)}–${hour(to)}`;
}

function gapCell(
  { planned, usual }: WardShift,
  words: PlannerWords,
  format: Format,
): TemplateResult {
  const lines =
    planned === null
      ? [words.noPlan, usual === null ? words.noUsual : words.needIs(format.tenth(usual.p50))]
      : usual === null
        ? [words.noUsual, words.plannedIs(format.tenth(planned))]
        : [
            `(${spanText(planned - usual.p90, planned - usual.p10, format.signed, words)})`,
            words.plannedOfNeed(format.tenth(planned), format.tenth(usual.p50)),
          ];
  const gap = planned === null || usual === null ? null : planned - usual.p50;
  return html`<td class=${gap !== null && gap <= -0.05 ? 'lacking' : ''}>
    <b>${gap === null ? '–' : format.signed(gap)}</b>
    ${lines.map((line) => html`<span class="gap-line">${line}</span>`)}
  </td>`;
}
