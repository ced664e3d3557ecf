import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { HeatmapCell, IntensityPoint } from '../../../schemas/read-api.ts';
import { bandChart } from '../charts/band-chart.ts';
import type { Chart } from '../charts/chart.ts';
import { needChart } from '../charts/need-chart.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { loadSentence, needSentence, spanOf } from './sentences.ts';
import { loadHours, needHours } from './timeline.ts';
import { RANGES, type Range } from './window.ts';

export interface TimeModel {
  readonly points: readonly IntensityPoint[];
  readonly cells: readonly HeatmapCell[];
  /** ms */
  readonly now: number;
  readonly range: Range;
  readonly onRange: (range: Range) => void;
  readonly language: Lang;
  readonly messages: WardMessages;
  readonly format: Format;
}

/** Need against staffing around now, and the load of the hours that were. */
export function timePanel(model: TimeModel): TemplateResult {
  const { points, cells, now, language, messages, format } = model;
  const hours = needHours(points, cells, messages);
  const loads = loadHours(points);
  const need = needChart({
    hours,
    ...{ now, unit: messages.staff, messages, format },
    summary: needSentence(hours, messages.staff, messages, format),
  });
  const load = bandChart({
    hours: loads,
    ...{ now, messages, format, band: 'usual', unit: '%', label: format.percent },
    columns: [messages.hour, `${messages.load}, %`, `${messages.usualLoad}, %`],
    summary: loadSentence(loads, messages, format),
  });
  const weeks = hours.flatMap(({ usual }) => (usual === null ? [] : [usual.n]));
  const ahead = hours.filter(({ from }) => from > now);
  const usual = weeks.length === 0 ? null : messages.keyUsual(spanOf(weeks, format.whole));
  return html`<section class="panel" aria-labelledby="need-title">
    <div class="panel-head">
      <h2 id="need-title">${messages.needTitle}</h2>
      ${ranges(model)}
    </div>
    <ul class="keys" role="list">
      ${key(svg`<rect class="bounds-band" width="24" height="12" /><path class="need-line" d="M0 6H24" />`, messages.keyNeed)}
      ${key(svg`<path class="present-line" d="M0 10H12V3H24" />`, messages.keyPresent)}
      ${key(svg`<path class="need-gap-key" d="M2 12 10 2M9 12 17 2M16 12 24 2" />`, messages.keyLack)}
      ${usual === null ? nothing : key(svg`<rect class="usual-band" width="24" height="12" /><path class="usual-line" d="M0 6H24" />`, usual)}
    </ul>
    <chart-figure .chart=${need} height="260" .language=${language}></chart-figure>
    ${usual === null ? html`<p class="remark">${messages.noUsualNeed}</p>` : nothing}
    ${
      ahead.some(({ present }) => present !== null)
        ? nothing
        : html`<p class="remark">${messages.noStaffAhead}</p>`
    }
    <h3>${messages.loadTitle}</h3>
    ${loads.every(({ value }) => value === null) ? html`<p class="remark">${load.summary}</p>` : loadFigure(load, model)}
  </section>`;
}

function loadFigure(load: Chart, { language, messages }: TimeModel): TemplateResult {
  return html`
    <ul class="keys" role="list">
      ${key(svg`<path class="need-line" d="M0 6H24" />`, messages.loadTitle.toLowerCase())}
      ${key(svg`<rect class="usual-band" width="24" height="12" />`, messages.keyUsualLoad)}
    </ul>
    <chart-figure .chart=${load} height="170" .language=${language}></chart-figure>`;
}

function ranges({ range, onRange, messages }: TimeModel): TemplateResult {
  return html`<div class="choice" role="group" aria-label=${messages.showRange}>
    ${RANGES.map(
      (value) => html`<button aria-pressed=${value === range} @click=${() => onRange(value)}>
        ${messages[value]}
      </button>`,
    )}
  </div>`;
}

function key(sign: SVGTemplateResult, text: string): TemplateResult {
  return html`<li>
    <svg class="key" width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">${sign}</svg>
    ${text}
  </li>`;
}
