import { html, nothing, type TemplateResult } from 'lit';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import { needChart } from '../charts/need-chart.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { icon } from '../icons.ts';
import { scrollTable } from '../scroll-table.ts';
import { needSentence } from './sentences.ts';
import type { ShiftRow } from './shift-rows.ts';
import { roleHours } from './timeline.ts';

export interface ShiftsModel {
  readonly rows: readonly ShiftRow[];
  readonly points: readonly IntensityPoint[];
  /** ms */
  readonly now: number;
  readonly language: Lang;
  readonly messages: WardMessages;
  readonly format: Format;
}

/** What is there against what is required, by shift and role. */
export function shiftsPanel(model: ShiftsModel): TemplateResult {
  const { rows, messages } = model;
  return html`<section class="panel">
    <h2>${messages.shiftsTitle}</h2>
    <p class="help">${messages.shiftsHelp}</p>
    ${rows.length === 0 ? html`<p class="remark">${messages.noShifts}</p>` : table(model)}
    <ul class="meanings">
      <li>${messages.shortfallMeans}</li>
      <li>${messages.fewerMeans}</li>
      <li>${messages.signalMeans}</li>
    </ul>
    <div class="roles">${roleChart(model, 'rn')} ${roleChart(model, 'na')}</div>
  </section>`;
}

function table({ rows, messages, format }: ShiftsModel): TemplateResult {
  return scrollTable({
    label: messages.shiftsTitle,
    name: 'shifts',
    columns: [
      messages.shiftColumn,
      messages.need,
      messages.rnColumn,
      messages.naColumn,
      messages.gap,
      messages.signal,
    ],
    rows: rows.map((row) => shiftRow(row, messages, format)),
  });
}

function shiftRow(row: ShiftRow, messages: WardMessages, format: Format): TemplateResult {
  const { from, shiftId, time, required, rn, na, gap, reason, hours, knownHours } = row;
  const number = (value: number | null) => (value === null ? '–' : format.tenths(value));
  const missing = reason === null || time === 'ahead' ? '–' : messages.reason[reason];
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
    <td>${required === null ? missing : format.tenths(required)}</td>
    <td>${number(rn.present)} / ${number(rn.required)}</td>
    <td>${number(na.present)} / ${number(na.required)}</td>
    <td class=${gap !== null && gap < 0 ? 'lacking' : ''}>
      ${gap === null ? '–' : format.signed(gap)}
    </td>
    <td class="signals">${signals(row, messages)}</td>
  </tr>`;
}

function signals(row: ShiftRow, messages: WardMessages): TemplateResult | string {
  const { shortfall, fewerThanTwoRn, rn, time } = row;
  if (time === 'ahead') return '–';
  if (rn.required === null) return messages.signalUnknown;
  if (!shortfall && !fewerThanTwoRn) return messages.noSignal;
  return html`${shortfall ? html`<span class="flag">${icon('tight')} ${messages.shortfall}</span>` : nothing}
  ${fewerThanTwoRn ? html`<span class="flag">${icon('short')} ${messages.fewerThanTwoRn}</span>` : nothing}`;
}

function roleChart(model: ShiftsModel, role: 'rn' | 'na'): TemplateResult {
  const { points, now, language, messages, format } = model;
  const hours = roleHours(points, role, messages);
  const title = role === 'rn' ? messages.rnFull : messages.naFull;
  const chart = needChart({
    hours,
    ...{ now, unit: messages[role], messages, format },
    summary: needSentence(hours, title, messages, format),
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
