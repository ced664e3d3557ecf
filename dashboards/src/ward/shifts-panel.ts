import { html, nothing, type TemplateResult } from 'lit';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import { needChart } from '../charts/need-chart.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { icon } from '../icons.ts';
import { scrollTable } from '../scroll-table.ts';
import { tenthOf } from '../shown-figure.ts';
import { needSentence } from './sentences.ts';
import type { RoleOfShift, ShiftRow } from './shift-rows.ts';
import { measureOf, roleHours } from './timeline.ts';

export interface ShiftsModel {
  readonly rows: readonly ShiftRow[];
  readonly points: readonly IntensityPoint[];
  /** ms */
  readonly now: number;
  readonly language: Lang;
  readonly messages: WardMessages;
  readonly format: Format;
}

/** Persons from which a lack stands out: half a person, as of a ward that is tight. */
const LACKING = -0.5;

/** The people there, or planned, against those required: this shift and the next ones, then earlier ones. */
export function shiftsPanel(model: ShiftsModel): TemplateResult {
  const { rows, points, messages } = model;
  const earlier = rows.filter(({ time }) => time === 'past').toReversed();
  const coming = rows.filter(({ time }) => time !== 'past');
  return html`<section class="panel shifts-panel">
    <h2>${messages.shiftsTitle}</h2>
    <p class="help">${messages.shiftsHelp}</p>
    ${coming.length === 0 ? html`<p class="remark">${messages.noShifts}</p>` : table(model, coming, messages.shiftsTitle, 'coming')}
    ${
      earlier.length === 0
        ? nothing
        : html`<details class="earlier" open>
            <summary>${messages.earlierShifts}</summary>
            ${table(model, earlier, messages.earlierShifts, 'earlier')}
          </details>`
    }
    <ul class="meanings">
      <li>${messages.shortfallMeans}</li>
      <li>${messages.fewerMeans}</li>
      <li>${messages.signalMeans}</li>
    </ul>
    ${
      measureOf(points) === 'norm'
        ? nothing
        : html`<div class="roles">${roleChart(model, 'rn')} ${roleChart(model, 'na')}</div>`
    }
  </section>`;
}

function table(
  { messages, format }: ShiftsModel,
  rows: readonly ShiftRow[],
  label: string,
  time: 'coming' | 'earlier',
): TemplateResult {
  const staff = messages.staffColumns[time];
  return scrollTable({
    label,
    name: 'shifts',
    columns: [
      messages.shiftColumn,
      messages.need,
      staff.all,
      messages.gap,
      staff.rn,
      staff.na,
      messages.signal,
    ],
    rows: rows.map((row) => shiftRow(row, messages, format)),
  });
}

function shiftRow(row: ShiftRow, messages: WardMessages, format: Format): TemplateResult {
  const { from, shiftId, time, rn, na, gap, hours, knownHours } = row;
  const when =
    time === 'running'
      ? messages.running(format.whole(knownHours), format.whole(hours))
      : time === 'ahead'
        ? messages.ahead
        : null;
  return html`<tr ?data-running=${time === 'running'}>
    <th scope="row">
      ${format.day(from)} ${messages.shift(shiftId)}
      ${when === null ? nothing : html`<span class="when">${when}</span>`}
    </th>
    <td>${needText(row, messages, format)}</td>
    <td>${staffText(row, messages, format)}</td>
    <td>${difference(gap, format)}</td>
    <td>${roleCell(rn, format)}</td>
    <td>${roleCell(na, format)}</td>
    <td class="signals">${signals(row, messages, format)}</td>
  </tr>`;
}

/** Who is there on average, and what is not known of it. */
function staffText(row: ShiftRow, messages: WardMessages, format: Format): string {
  const { present, staffedHours, lookedAt, missing } = row;
  const lack =
    missing !== null
      ? messages.staffingMissingOf[missing]
      : staffedHours === 0
        ? messages.staffingMissing
        : messages.partStaffing(format.whole(staffedHours), format.whole(lookedAt));
  if (present === null) return lack;
  return staffedHours === lookedAt ? format.tenth(present) : `${format.tenth(present)}, ${lack}`;
}

/** What is required; of a shift to come what usually is, with its range; without a level need by the norm. */
function needText(row: ShiftRow, messages: WardMessages, format: Format): string {
  const { required, usual, norm, reason, time } = row;
  if (required !== null && usual !== null) {
    const [p10, p90] = usual.map((value) => format.tenth(value));
    return messages.usuallyNeeds(format.tenth(required), `${p10}–${p90}`);
  }
  if (required !== null) return format.tenth(required);
  if (norm !== null && usual !== null) {
    const [p10, p90] = usual.map((value) => format.tenth(value));
    return messages.byNorm(messages.usuallyNeeds(format.tenth(norm), `${p10}–${p90}`));
  }
  if (norm !== null) return messages.byNorm(format.tenth(norm));
  return reason === null || time === 'ahead' ? '–' : messages.reason[reason];
}

/** `2 / 3,4 −1,4`: present, required, and the difference. */
function roleCell({ present, required, difference: gap }: RoleOfShift, format: Format) {
  const number = (value: number | null) => (value === null ? '–' : format.tenth(value));
  if (required === null) return number(present);
  return html`${number(present)} / ${number(required)}${gap === null ? nothing : html` ${difference(gap, format)}`}`;
}

function difference(value: number | null, format: Format): TemplateResult | string {
  if (value === null) return '–';
  const text = format.signed(value);
  return tenthOf(value) <= LACKING ? html`<b class="lacking">${text}</b>` : text;
}

/** The shortfall is of need; the minimum holds for shifts to come, too. */
function signals(row: ShiftRow, messages: WardMessages, format: Format): TemplateResult | string {
  const { shortfall, fewRn, isJudged, time } = row;
  const flag = (text: string) => html`<span class="flag">${icon('short')} ${text}</span>`;
  if (shortfall || fewRn !== null) {
    const few =
      fewRn === null
        ? nothing
        : flag(messages.rnBelowMinimum(format.tenths(fewRn.fewest), format.tenths(fewRn.minimum)));
    return html`${shortfall ? flag(messages.shortfall) : nothing} ${few}`;
  }
  if (time === 'ahead') return '–';
  return isJudged ? messages.noSignal : messages.signalUnknown;
}

function roleChart(model: ShiftsModel, role: 'rn' | 'na'): TemplateResult {
  const { points, now, language, messages, format } = model;
  const hours = roleHours(points, role, messages);
  const title = role === 'rn' ? messages.rnFull : messages.naFull;
  const chart = needChart({
    hours,
    ...{ now, unit: messages[role], messages, format },
    summary: needSentence(hours, role, messages, format),
  });
  const isKnown = hours.some(({ required, present }) => required !== null || present !== null);
  return html`<div>
    <h3>${title}</h3>
    ${
      isKnown
        ? html`<chart-figure .chart=${chart} height="150" .language=${language}></chart-figure>`
        : html`<p class="remark">${chart.summary}</p>`
    }
  </div>`;
}
