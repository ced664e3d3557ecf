import { html, nothing, type TemplateResult } from 'lit';
import { type Box, type Point, trace } from '../charts/sparkline.ts';
import type { Format } from '../format.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import type { Counter, Health } from './health.ts';
import { KEPT_MS, rate, rates, type Sample } from './rates.ts';

const BOX: Box = { width: 200, height: 36, inset: 4 };

/** A step of the way from what comes in to what is shown. */
interface Step {
  readonly name: 'source' | 'ingest' | 'scorer' | 'serving' | 'api';
  /** What is counted there; the last step counts who listens. */
  readonly counter: Extract<
    Counter,
    'received' | 'accepted' | 'scoredHours' | 'publishedHours'
  > | null;
  /** Counts that stand beside it. */
  readonly beside: readonly ('waiting' | 'duplicates' | 'rejected' | 'failures')[];
  /** Whether the service that answers counts it also if ingest is a service of its own. */
  readonly isHere: boolean;
}

const STEPS: readonly Step[] = [
  { name: 'source', counter: 'received', beside: [], isHere: false },
  {
    name: 'ingest',
    counter: 'accepted',
    beside: ['waiting', 'duplicates', 'rejected'],
    isHere: false,
  },
  { name: 'scorer', counter: 'scoredHours', beside: [], isHere: false },
  { name: 'serving', counter: 'publishedHours', beside: ['failures'], isHere: true },
  { name: 'api', counter: null, beside: [], isHere: true },
];

export interface FlowModel {
  readonly health: Health;
  readonly samples: readonly Sample[];
  readonly messages: PipelineMessages;
  readonly format: Format;
}

/** The way of the data, a step a column. */
export function flow(model: FlowModel): TemplateResult {
  const { health, messages } = model;
  // dead letters are with ingest: without them it is another service
  const isSplit = health.deadLetters === null;
  return html`<ol class="flow" role="list">
    ${STEPS.map(
      (step) => html`<li class="step" data-step=${step.name}>
        <h3>${messages[step.name]}</h3>
        ${isSplit && !step.isHere ? html`<p class="soft">${messages.elsewhere}</p>` : counted(step, model)}
      </li>`,
    )}
  </ol>`;
}

function counted({ counter, beside }: Step, model: FlowModel): TemplateResult {
  const { health, messages, format } = model;
  if (counter === null) {
    return html`<p class="step-count"><b>${format.whole(health.flow.clients)}</b> ${messages.clients.toLowerCase()}</p>`;
  }
  return html`<p class="step-count"><b>${format.whole(health.flow[counter])}</b> ${messages[counter]}</p>
    ${speed(counter, model)}
    ${
      beside.length === 0
        ? nothing
        : html`<dl class="step-beside">
            ${beside.map((name) => {
              const value = health.flow[name];
              return html`<div ?data-some=${value > 0 && name !== 'duplicates'}>
                <dt>${messages[name]}</dt>
                <dd>${format.whole(value)}</dd>
              </div>`;
            })}
          </dl>`
    }`;
}

function speed(
  counter: Exclude<Step['counter'], null>,
  { samples, messages, format }: FlowModel,
): TemplateResult {
  const now = rate(samples, counter);
  const points = rates(samples, counter);
  const { line, last } = trace(points, BOX, KEPT_MS);
  return html`<p class="step-rate">
      ${now === null ? messages.noRate : messages.rate(format.tenths(now))}
    </p>
    <svg
      class="trend"
      viewBox="0 0 ${BOX.width} ${BOX.height}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${sentence(points, messages[counter], messages, format)}
    >
      <path class="trend-base" d="M0 ${BOX.height - 1}H${BOX.width}" />
      <path d=${line} />
      <path class="trend-last" d=${last} />
    </svg>`;
}

function sentence(
  points: readonly Point[],
  what: string,
  messages: PipelineMessages,
  format: Format,
): string {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (known.length === 0) return messages.noRate;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return messages.trendOf(what, format.tenths(low), format.tenths(high));
}
