import { html, type TemplateResult } from 'lit';
import type { Explanation } from '../../../schemas/read-api.ts';
import type { Format } from '../format.ts';
import type { WardWords } from '../i18n/messages.ts';
import { scrollTable, tableRow } from '../scroll-table.ts';
import { bar } from './bar.ts';
import { categoryOf } from './categories.ts';

type Part = Explanation['parts'][number];
type Inputs = Explanation['encounterHour']['inputs'];

/** What the minutes are made of, why, and from which weights. */
export function partsList(
  parts: readonly Part[],
  words: WardWords,
  format: Format,
): TemplateResult {
  const most = Math.max(...parts.map(({ minutes }) => minutes));
  return html`<ul class="parts" role="list">
    ${parts.map(({ component, minutes, because, weights }) => {
      const category = categoryOf(component);
      return html`<li>
        <span class="part-name">${words.categories[category]}</span>
        <span class="part-minutes"><b>${format.tenths(minutes)}</b> ${words.min}</span>
        ${bar([{ category, minutes }], most)}
        <span class="part-because">${because}</span>
        ${weights.length === 0 ? html`<span class="soft">${words.noWeights}</span>` : weightsOf(weights, words, format)}
      </li>`;
    })}
  </ul>`;
}

/** Levels with their bounds, what they come from, and the source of the rule. */
export function levelsList(levels: Explanation['levels'], words: WardWords): TemplateResult {
  return html`<dl class="levels">
    ${levels.map(({ level, value, low, high, because, source }) => {
      const bounds = low === null || high === null || low === high ? '' : ` (${low}–${high})`;
      return html`<dt>${words.levels[level]} <b>${value ?? '–'}</b>${bounds}</dt>
        <dd>${because} <cite lang="en">${source}</cite></dd>`;
    })}
  </dl>`;
}

/** Observations behind the score, as they were charted. */
export function inputsTable(inputs: Inputs, words: WardWords, format: Format): TemplateResult {
  return scrollTable({
    label: words.inputsTitle,
    columns: [words.input, words.value, words.observed, words.freshnessTitle],
    rows: Object.entries(inputs).map(([code, { occurredAt, freshness }]) =>
      tableRow([
        words.inputs[code as keyof Inputs] ?? code,
        inputText(code as keyof Inputs, inputs, words, format),
        occurredAt === null ? '–' : format.dayAndClock(Date.parse(occurredAt)),
        words.fresh[freshness],
      ]),
    ),
  });
}

/** The same in every language. */
const UNITS: Partial<Record<keyof Inputs, string>> = {
  'respiratory-rate': '/min',
  spo2: '%',
  'systolic-bp': 'mmHg',
  'heart-rate': '/min',
  temperature: '°C',
};

/** A charted value with its unit. */
export function inputText(
  code: keyof Inputs,
  inputs: Inputs,
  words: WardWords,
  format: Format,
): string {
  const { value } = inputs[code];
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return value;
  if (code.startsWith('function.')) return words.levelOfFour(format.whole(value));
  const unit = UNITS[code];
  const text = format.tenths(value);
  return unit === undefined ? text : `${text} ${unit}`;
}

function weightsOf(weights: Part['weights'], words: WardWords, format: Format): TemplateResult {
  return html`<details>
    <summary>${words.weights(weights.length)}</summary>
    <dl class="weights">
      ${weights.map(
        ({ weight, value, unit, source, kind }) => html`<dt>
            <code>${weight}</code> <b>${format.tenths(value)} ${words.weightUnit(unit)}</b>
            ${kind === 'assumption' ? html`<i>${words.kinds[kind]}</i>` : words.kinds[kind]}
          </dt>
          <dd><span class="unseen">${words.source}:</span> <cite lang="en">${source}</cite></dd>`,
      )}
    </dl>
  </details>`;
}
