import { html, nothing, type TemplateResult } from 'lit';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import { needChart } from '../charts/need-chart.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import type { WardWords } from '../i18n/messages.ts';
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
  readonly words: WardWords;
  readonly format: Format;
}

/** What is there against what is required, by shift and role. */
export function shiftsPanel(model: ShiftsModel): TemplateResult {
  const { rows, words } = model;
  return html`<section class="panel">
    <h2>${words.shiftsTitle}</h2>
    <p class="help">${words.shiftsHelp}</p>
    ${rows.length === 0 ? html`<p class="remark">${words.noShifts}</p>` : table(model)}
    <ul class="meanings">
      <li>${words.shortfallMeans}</li>
      <li>${words.fewerMeans}</li>
      <li>${words.signalMeans}</li>
    </ul>
    <div class="roles">${roleChart(model, 'rn')} ${roleChart(model, 'na')}</div>
  </section>`;
}

function table({ rows, words, format }: ShiftsModel): TemplateResult {
  return scrollTable({
    label: words.shiftsTitle,
    name: 'shifts',
    columns: [
      words.shiftColumn,
      words.need,
      words.rnColumn,
      words.naColumn,
      words.gap,
      words.signal,
    ],
    rows: rows.map((row) => shiftRow(row, words, format)),
  });
}

function shiftRow(row: ShiftRow, words: WardWords, format: Format): TemplateResult {
  const { from, shiftId, time, required, rn, na, gap, reason, hours, knownHours } = row;
  const number = (value: number | null) => (value === null ? '–' : format.tenths(value));
  const missing = reason === null || time === 'ahead' ? '–' : words.reason[reason];
  const when =
    time === 'running'
      ? words.running(format.whole(knownHours), format.whole(hours))
      : time === 'ahead'
        ? words.ahead
        : null;
  return html`<tr ?data-running=${time === 'running'}>
    <th scope="row">
      ${format.day(from)} ${words.shift(shiftId)}
      ${when === null ? nothing : html`<span class="when">${when}</span>`}
    </th>
    <td>${required === null ? missing : format.tenths(required)}</td>
    <td>${number(rn.present)} / ${number(rn.required)}</td>
    <td>${number(na.present)} / ${number(na.required)}</td>
    <td class=${gap !== null && gap < 0 ? 'lacking' : ''}>
      ${gap === null ? '–' : format.signed(gap)}
    </td>
    <td class="signals">${signals(row, words)}</td>
  </tr>`;
}

function signals(row: ShiftRow, words: WardWords): TemplateResult | string {
  const { shortfall, fewerThanTwoRn, rn, time } = row;
  if (time === 'ahead') return '–';
  if (rn.required === null) return words.signalUnknown;
  if (!shortfall && !fewerThanTwoRn) return words.noSignal;
  return html`${shortfall ? html`<span class="flag">${icon('over')} ${words.shortfall}</span>` : nothing}
  ${fewerThanTwoRn ? html`<span class="flag">${icon('farOver')} ${words.fewerThanTwoRn}</span>` : nothing}`;
}

function roleChart(model: ShiftsModel, role: 'rn' | 'na'): TemplateResult {
  const { points, now, language, words, format } = model;
  const hours = roleHours(points, role, words);
  const title = role === 'rn' ? words.rnFull : words.naFull;
  const chart = needChart({
    hours,
    ...{ now, unit: words[role], words, format },
    summary: needSentence(hours, title, words, format),
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
