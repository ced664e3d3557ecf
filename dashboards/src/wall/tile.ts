import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { sparkline } from '../charts/sparkline.ts';
import { differenceOf, worseNow } from '../difference.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf, type WallMessages } from '../i18n/messages.ts';
import { icon } from '../icons.ts';
import { markWords, usualLoadWord } from '../marks.ts';
import { figureOf, figuresOf } from '../parentheses.ts';
import { helpedWord } from '../state-help.ts';
import { stateWord } from '../state-word.ts';
import type { State } from '../status.ts';
import { nameBeside } from '../ward-name.ts';
import { headlineOf } from './headline.ts';
import { loadBar } from './load-bar.ts';
import { sentence } from './sentence.ts';

/** Characters of a figure above which its type is smaller. */
const LONG_FIGURE = 4;
const BOX = { width: 200, height: 40, inset: 4 };

/** What the parts of a tile are made of. */
interface TileModel {
  readonly ward: WardNow;
  readonly state: State;
  readonly messages: WallMessages;
  readonly format: Format;
}
type Part = TemplateResult | typeof nothing;

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
    const model = { ward, state, messages, format };
    const name = nameBeside(ward);
    const word = stateWord(ward, state, messages, format);
    return html`<article class="tile" data-state=${state}>
      <header class="tile-head">
        <h2 class="tile-title">
          <a class="tile-id" href="/ward?id=${encodeURIComponent(ward.wardId)}">${ward.wardId}</a>
          <span class="tile-name" title=${name}>${name}</span>
        </h2>
        <p class="tile-state" data-length=${lengthOf(word)}>${icon(state)} ${helpedWord(word, state, this.language)}</p>
      </header>
      <div class="tile-figures">${main(model)} ${load(model)} ${marks(model)} ${places(model)}</div>
      ${trend(model)} ${quality(model, this.age)}
    </article>`;
  }
}

/** A word takes one line, whatever its length. */
function lengthOf(word: string): 'usual' | 'long' | 'longest' {
  if (word.length < 17) return 'usual';
  return word.length < 20 ? 'long' : 'longest';
}

/** The difference in persons, and what it is made of. */
function main(model: TileModel): TemplateResult {
  const { label, figure, unit, isNeed = false } = headlineOf(model);
  return html`<div class="tile-main">
    <dl class="tile-lead">
      <dt class="unseen">${label}</dt>
      <dd class="headline" ?data-long=${figure.length > LONG_FIGURE}>${figure}</dd>
      ${unit === null ? nothing : html`<dd class="headline-unit">${unit}</dd>`}
    </dl>
    ${staff(model, isNeed)}
  </div>`;
}

/** Who is present, and who is required unless the headline says that. */
function staff(model: TileModel, isNeedSaid: boolean): TemplateResult {
  const { ward, state, messages } = model;
  const format = figuresOf(model.format, state);
  const { supply, normNurses } = ward;
  const { present, required: requiredNurses, until } = spanOf(model);
  const mean = until === null ? null : messages.meanUntil(until);
  const pair = (label: string, value: number, title: string) =>
    html`<div><dt title=${title}>${label}</dt> <dd>${format.tenth(value)}</dd></div>`;
  const need = () => {
    if (isNeedSaid) return nothing;
    if (requiredNurses !== null) {
      return pair(messages.requires, requiredNurses, mean ?? messages.requiresFull);
    }
    return normNurses === null ? nothing : pair(messages.norm, normNurses, messages.normFull);
  };
  // of the role that is known, where another is not
  const known = () =>
    (['rn', 'na'] as const).map((role) => {
      const nurses = supply?.[role] ?? null;
      return nurses === null ? nothing : pair(messages[role], nurses, messages.presentFull);
    });
  return html`<dl class="tile-staff">
    ${present === null ? known() : pair(messages.present, present, mean ?? messages.presentFull)}
    ${need()}
  </dl>`;
}

/** Who is there and required in the hours that the headline is of, so that they add up to it. */
function spanOf({ ward, state, messages, format }: TileModel) {
  const { present, requiredNurses, load, restOfShift } = ward;
  const until = differenceOf(ward, state)?.until ?? null;
  if (until === null || restOfShift === null || state === 'no-patients') {
    return { present, required: requiredNurses, load, until: null };
  }
  const { required, gap } = restOfShift;
  const persons = required + gap;
  return {
    present: persons,
    required,
    load: persons === 0 ? null : required / persons,
    until: messages.untilTime(format.clock(Date.parse(until))),
  };
}

/** Of the hours that the headline is of, which is said if it is not the hour now. */
function load(model: TileModel): Part {
  const { state, messages, format } = model;
  const { load, until } = spanOf(model);
  if (load === null) return nothing;
  return html`<p class="tile-load">
    ${loadBar(load)}<span class="unseen">${messages.load}</span>
    <b>${figureOf(`${format.percent(load)} %`, state)}</b>
    ${until === null ? nothing : html`<span class="tile-span">${until}</span>`}
  </p>`;
}

/** What stands beside the state; over-occupancy stands beside the beds. */
function marks({ ward, state, messages, format }: TileModel): Part {
  const words = markWords(ward, state, messages, format)
    .filter(({ mark }) => mark !== 'over-capacity')
    .map(({ mark, text }) => html`<li data-mark=${mark}>${text}</li>`);
  const usual = state === 'no-level' && words.length === 0 ? usualLoadWord(ward, messages) : null;
  if (usual !== null) words.push(html`<li>${usual}</li>`);
  return words.length === 0 ? nothing : html`<ul class="tile-marks" role="list">${words}</ul>`;
}

/** Beds, and the difference over the rest of the shift, or now where the headline is of that. */
function places(model: TileModel): TemplateResult {
  const { ward, state, messages, format } = model;
  const { census, beds } = ward;
  const over = census === null ? 0 : census - beds;
  const taken = `${census === null ? '–' : format.whole(census)}/${format.whole(beds)}`;
  return html`<dl class="tile-row">
    <dt class="unseen">${messages.bedsFull}</dt>
    <dd>
      <b>${figureOf(taken, state)}</b> ${
        over > 0
          ? html`<b class="tile-over">${figureOf(messages.overCapacity(format.whole(over)), state)}</b>`
          : messages.beds
      }
    </dd>
    ${ahead(model)}
  </dl>`;
}

function ahead({ ward, state, messages, format }: TileModel): Part {
  const { gap, restOfShift } = ward;
  if (restOfShift === null || state === 'no-patients') return nothing;
  const isLedByRest = (differenceOf(ward, state)?.until ?? null) !== null;
  if (isLedByRest && gap === null) return nothing;
  const { signed } = figuresOf(format, state);
  const worse = worseNow(ward, state);
  if (worse !== null) {
    return html`<dt class="unseen">${messages.difference}</dt>
      <dd class="worse-now" data-state=${worse}>${icon(worse)} ${messages.worseNow(signed(gap!))}</dd>`;
  }
  const [when, value] = isLedByRest
    ? [messages.now, gap!]
    : [messages.untilTime(format.clock(Date.parse(restOfShift.until))), restOfShift.gap];
  return html`<dt class="unseen">${messages.difference}</dt>
    <dd>${when}: <b>${signed(value)}</b></dd>`;
}

function trend({ ward, messages, format }: TileModel): TemplateResult {
  const { history, minutes } = ward;
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

function quality({ ward, messages, format }: TileModel, age: string): TemplateResult {
  const { coverage } = ward;
  return html`<dl class="tile-row tile-quality">
    <dt class="unseen">${messages.coverageFull}</dt>
    <dd>${messages.data} ${coverage === null ? '–' : `${format.percent(coverage)} %`}</dd>
    <dt class="unseen">${messages.freshness}</dt>
    <dd>${age}</dd>
  </dl>`;
}
