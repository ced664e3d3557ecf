import { html, nothing, type TemplateResult } from 'lit';
import type { Explanation } from '../../../schemas/read-api.ts';
import { capital } from '../capital.ts';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { scrollTable, tableRow } from '../scroll-table.ts';
import { bar } from './bar.ts';
import { categoryOf } from './categories.ts';
import { levelText } from './levels-help.ts';

type Part = Explanation['parts'][number];
type Hour = Explanation['encounterHour'];
type Inputs = Hour['inputs'];

/** Components that follow from a level. */
const LEVEL_OF: Partial<Record<string, 'a' | 's'>> = { generalCare: 'a', specialCare: 's' };

/** What the minutes are made of, why, and from which weights; a level is said in words too. */
export function partsList(
  { parts, levels }: Pick<Explanation, 'parts' | 'levels'>,
  messages: WardMessages,
  format: Format,
): TemplateResult {
  const most = Math.max(...parts.map(({ minutes }) => minutes));
  return html`<ul class="parts" role="list">
    ${parts.map(({ component, minutes, because, weights }) => {
      const category = categoryOf(component);
      const of = LEVEL_OF[component];
      const value = levels.find(({ level }) => level === of)?.value ?? null;
      const meaning = of === undefined ? null : levelText(of, value, messages);
      return html`<li>
        <span class="part-name">${messages.categories[category]}</span>
        <span class="part-minutes"><b>${format.tenth(minutes)}</b> ${messages.min}</span>
        ${bar([{ category, minutes }], most)}
        <span class="part-because">${because}${meaning === null ? nothing : `: ${meaning}`}</span>
        ${weights.length === 0 ? html`<span class="soft">${messages.noWeights}</span>` : weightsOf(weights, messages, format)}
      </li>`;
    })}
  </ul>`;
}

/** Levels with their bounds, what they come from, and the source of the rule. */
export function levelsList(
  levels: Explanation['levels'],
  messages: WardMessages,
  hour: ObservedFor,
): TemplateResult {
  return html`<dl class="levels">
    ${levels.map(({ level, value, low, high, because, source }) => {
      const bounds = low === null || high === null || low === high ? '' : ` (${low}–${high})`;
      const meaning = levelText(level, value, messages);
      return html`<dt>${messages.levels[level]} <b>${value ?? '–'}</b>${bounds}</dt>
        ${meaning === null ? nothing : html`<dd>${capital(meaning)}.</dd>`}
        <dd>${because} <cite>${source}</cite></dd>
        ${level === 'news2' && needsNoSets(hour) ? html`<dd>${messages.palliativeNoSets}</dd>` : nothing}`;
    })}
  </dl>`;
}

/** What decides how often vital signs are due. */
interface ObservedFor {
  readonly circumstances: Pick<Hour['circumstances'], 'palliative'>;
  readonly setsPerDay: Hour['setsPerDay'];
}

/** Whether palliative care is why no vital signs are due, so that a high NEWS2 adds no minutes. */
function needsNoSets({ circumstances, setsPerDay }: ObservedFor): boolean {
  return circumstances.palliative && setsPerDay === 0;
}

/** Observations behind the score, as they were charted. */
export function inputsTable(
  inputs: Inputs,
  messages: WardMessages,
  format: Format,
): TemplateResult {
  return scrollTable({
    label: messages.inputsTitle,
    columns: [messages.input, messages.value, messages.observed, messages.freshnessTitle],
    rows: Object.entries(inputs).map(([code, { occurredAt, freshness }]) =>
      tableRow([
        messages.inputs[code as keyof Inputs] ?? code,
        inputText(code as keyof Inputs, inputs, messages, format),
        occurredAt === null ? '–' : format.dayAndClock(Date.parse(occurredAt)),
        messages.fresh[freshness],
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
  messages: WardMessages,
  format: Format,
): string {
  const { value } = inputs[code];
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? messages.yes : messages.no;
  if (typeof value === 'string') return value;
  if (code.startsWith('function.')) return messages.levelOfFour(format.whole(value));
  const unit = UNITS[code];
  const text = format.tenths(value);
  return unit === undefined ? text : `${text} ${unit}`;
}

function weightsOf(
  weights: Part['weights'],
  messages: WardMessages,
  format: Format,
): TemplateResult {
  return html`<details>
    <summary>${messages.weights(weights.length)}</summary>
    <dl class="weights">
      ${weights.map(
        ({ name, value, unit, source, kind }) => html`<dt>
            ${capital(name)} <b>${format.tenths(value)} ${messages.weightUnit(unit)}</b>
            ${kind === 'assumption' ? html`<i>${messages.kinds[kind]}</i>` : messages.kinds[kind]}
          </dt>
          <dd><span class="unseen">${messages.source}:</span> <cite>${source}</cite></dd>`,
      )}
    </dl>
  </details>`;
}
