import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { sparkline } from '../charts/sparkline.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf, type WallMessages } from '../i18n/messages.ts';
import { icon } from '../icons.ts';
import { stateWord } from '../state-word.ts';
import { deviation, type State } from '../status.ts';
import { nameBeside } from '../ward-name.ts';
import { gauge } from './gauge.ts';
import { sentence } from './sentence.ts';

const BOX = { width: 200, height: 40, inset: 4 };

/** One ward on the wall. Draws again only when one of its properties changes. */
export class WardTile extends LitElement {
  static override properties = {
    ward: { attribute: false },
    state: { attribute: false },
    age: { attribute: false },
    language: { attribute: false },
    format: { attribute: false },
  };
  declare ward: WardNow;
  declare state: State;
  /** How old the newest input is, in words. */
  declare age: string;
  declare language: Lang;
  declare format: Format;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { ward, state, format } = this;
    const messages = messagesOf(this.language).wall;
    return html`<article class="tile" data-state=${state}>
      <header class="tile-head">
        <h2 class="tile-title">
          <a class="tile-id" href="/ward?id=${encodeURIComponent(ward.wardId)}">${ward.wardId}</a>
          <span class="tile-name">${nameBeside(ward)}</span>
        </h2>
        <p class="tile-state">${icon(state)} ${stateWord(ward, state, messages)}</p>
      </header>
      ${headline(ward, state, messages, format)}
      ${ward.supply === null ? nothing : gauge(state === 'stale' ? null : deviation(ward))}
      ${facts(ward, messages, format)}
      ${ward.supply === null && state !== 'noStaffing' ? html`<p class="tile-note">${messages.staffingMissing}</p>` : nothing}
      ${trend(ward, messages, format)}
      ${quality(ward, this.age, messages, format)}
    </article>`;
  }
}

function headline(
  ward: WardNow,
  state: State,
  messages: WallMessages,
  format: Format,
): TemplateResult {
  const { load, requiredNurses, minutes, minutesLow, minutesHigh } = ward;
  const text =
    load !== null
      ? html`${format.percent(load)}<span class="unit"> %</span>`
      : requiredNurses !== null
        ? format.tenths(requiredNurses)
        : null;
  return html`<dl class="tile-main">
    <dt class="unseen">${load === null ? messages.required : messages.load}</dt>
    <dd class="headline">${text === null ? '–' : state === 'stale' ? html`(${text})` : text}</dd>
    <dt class="unseen">${messages.minutesFull}</dt>
    <dd class="need">
      ${
        minutes === null
          ? messages.noValue
          : html`<span class="need-value">${format.whole(minutes)} ${messages.minutes}</span>${
              minutesLow === null || minutesHigh === null
                ? nothing
                : html` <span class="bounds">${format.whole(minutesLow)}–${format.whole(minutesHigh)}</span>`
            }`
      }
    </dd>
  </dl>`;
}

function facts(ward: WardNow, messages: WallMessages, format: Format): TemplateResult {
  const { supply, requiredNurses, census, beds } = ward;
  const number = (value: number | null) => (value === null ? '–' : format.tenths(value));
  const staff =
    supply !== null
      ? html`<b>${number((supply.rn ?? 0) + (supply.na ?? 0))}/${number(requiredNurses)}</b> ${messages.staff}`
      : requiredNurses === null
        ? '–'
        : messages.staffNeeded;
  return html`<dl class="tile-row">
    <dt class="unseen">${messages.staffFull}</dt>
    <dd>${staff}</dd>
    <dt class="unseen">${messages.bedsFull}</dt>
    <dd>
      <b>${number(census)}/${number(beds)}</b> ${messages.beds}${
        census !== null && census > beds
          ? html` <b class="tile-over">${messages.overBeds(format.whole(census - beds))}</b>`
          : nothing
      }
    </dd>
  </dl>`;
}

function trend(
  { history, minutes }: WardNow,
  messages: WallMessages,
  format: Format,
): TemplateResult {
  const { line, last } = sparkline(history, BOX);
  return html`<svg
    class="trend"
    viewBox="0 0 ${BOX.width} ${BOX.height}"
    preserveAspectRatio="none"
    role="img"
    aria-label=${sentence(history, minutes, messages, format)}
  >
    <path class="trend-base" d="M0 ${BOX.height - 1}H${BOX.width}"></path>
    <path class="trend-line" d=${line}></path>
    <path class="trend-last" d=${last}></path>
  </svg>`;
}

function quality(
  ward: WardNow,
  age: string,
  messages: WallMessages,
  format: Format,
): TemplateResult {
  const { coverage } = ward;
  return html`<dl class="tile-row tile-quality">
    <dt class="unseen">${messages.coverageFull}</dt>
    <dd>${messages.data} ${coverage === null ? '–' : `${format.percent(coverage)} %`}</dd>
    <dt class="unseen">${messages.freshness}</dt>
    <dd>${age}</dd>
  </dl>`;
}
