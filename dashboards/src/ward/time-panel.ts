import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import { bandChart } from '../charts/band-chart.ts';
import { needChart } from '../charts/need-chart.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { loadSentence, needSentence } from './sentences.ts';
import { loadHours, type Measure, measureOf, needHours } from './timeline.ts';
import { RANGES, type Range } from './window.ts';

export interface TimeModel {
  readonly points: readonly IntensityPoint[];
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
  const { points, now, language, messages, format } = model;
  const measure = measureOf(points);
  const words = messages.needBy[measure];
  const hours = needHours(points, measure, messages);
  const need = needChart({
    ...{ hours, isCompared: measure === 'level' },
    ...{ now, unit: words.unit, messages, format },
    summary: needSentence(hours, measure, messages, format),
  });
  const hasUsual = hours.some(({ usual }) => usual !== null);
  return html`<section class="panel time-panel" aria-labelledby="need-title">
    <div class="panel-head">
      <h2 id="need-title">${messages.needTitle}</h2>
      ${ranges(model)}
    </div>
    ${measure === 'norm' ? html`<p class="help">${messages.normHelp}</p>` : nothing}
    <ul class="keys" role="list">
      ${key(svg`<rect class="bounds-band" width="24" height="12" /><path class="need-line" d="M0 6H24" />`, words.key)}
      ${
        measure === 'norm'
          ? nothing
          : html`${key(svg`<path class="present-line" d="M0 10H12V3H24" />`, messages.keyPresent)}
            ${key(svg`<path class="need-gap-key" d="M2 12 10 2M9 12 17 2M16 12 24 2" />`, messages.keyLack)}`
      }
      ${hasUsual ? key(svg`<rect class="usual-band" width="24" height="12" /><path class="usual-line" d="M0 6H24" />`, messages.keyUsual) : nothing}
    </ul>
    <chart-figure .chart=${need} height="260" .language=${language}></chart-figure>
    ${hasUsual ? nothing : html`<p class="remark">${messages.noUsualNeed}</p>`}
    ${
      hours.some(({ from, present }) => from > now && present !== null)
        ? nothing
        : html`<p class="remark">${messages.noStaffAhead}</p>`
    }
    ${loadPart(model, measure)}
  </section>`;
}

function loadPart(model: TimeModel, measure: Measure): TemplateResult {
  const { points, now, language, messages, format } = model;
  const words = messages.loadBy[measure];
  const hours = loadHours(points, measure);
  const load = bandChart({
    hours,
    ...{ now, messages, format, rule: 1, unit: '%', label: format.percent },
    columns: [messages.hour, words.title],
    summary: loadSentence(hours, measure, messages, format),
  });
  return html`<h3>${words.title}</h3>
    ${
      hours.every(({ value }) => value === null)
        ? html`<p class="remark">${load.summary}</p>`
        : html`<ul class="keys" role="list">
            ${key(svg`<path class="need-line" d="M0 6H24" />`, words.key)}
            ${key(svg`<path class="rule-line" d="M0 6H24" />`, words.rule)}
          </ul>
          <chart-figure .chart=${load} height="170" .language=${language}></chart-figure>`
    }`;
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
