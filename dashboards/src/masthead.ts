import { html, nothing, type TemplateResult } from 'lit';
import { formats } from './format.ts';
import { icon } from './icons.ts';
import type { LiveView } from './live.ts';
import { STATES, type State } from './status.ts';
import { dictionaries, LANGS, type Lang, type Words } from './words.ts';

/** How the tiles are arranged. */
export const ORDERS = ['fixed', 'deviation'] as const;
export type Order = (typeof ORDERS)[number];

/** Data further than this from the server's clock is said to be of another time. */
const APART_MS = 10 * 60_000;
const DAY_MS = 24 * 3_600_000;

export interface Masthead {
  readonly view: LiveView;
  /** When the wall was paused; NULL while it runs. */
  readonly pausedAt: number | null;
  readonly counts: Readonly<Record<State, number>>;
  readonly language: Lang;
  readonly order: Order;
  readonly onPause: () => void;
  readonly onLanguage: (language: Lang) => void;
  readonly onOrder: (order: Order) => void;
}

/** True where the wall can no longer vouch for what it shows. */
export function isOld({ contact }: LiveView): boolean {
  return contact === 'silent' || contact === 'lost';
}

/** Title, contact, counts and choices; in their place of honour a warning when there is one. */
export function masthead(model: Masthead): TemplateResult {
  const words = dictionaries[model.language];
  return html`<header class="masthead">
      <h1>${words.title} <span class="masthead-scope">· ${words.allWards}</span></h1>
      ${contactLine(model)} ${countList(model)} ${choices(model)}
    </header>
    ${warning(model)}`;
}

/** What is wrong in one sentence, or nothing. */
export function trouble({ view, pausedAt, language }: Masthead): string | null {
  const words = dictionaries[language];
  const format = formats[language];
  const { contact, heardAt, now } = view;
  if (isOld(view)) {
    if (heardAt === null) return words.neverHeard;
    const time = now - heardAt < DAY_MS ? format.clock(heardAt) : format.dayAndClock(heardAt);
    return contact === 'silent' ? words.silentSince(time) : words.lostSince(time);
  }
  return pausedAt === null ? null : words.pausedSince(format.clock(pausedAt));
}

function warning(model: Masthead): TemplateResult | typeof nothing {
  const text = trouble(model);
  if (text === null) return nothing;
  const words = dictionaries[model.language];
  const { heardAt } = model.view;
  if (!isOld(model.view)) return html`<p class="warning warning-calm"><b>${text}</b></p>`;
  return html`<p class="warning">
    ${icon('stale')}<b>${text}</b> <span>${heardAt === null ? words.retrying : words.oldValues}</span>
  </p>`;
}

function contactLine({ view, pausedAt, counts, language }: Masthead): TemplateResult {
  const words = dictionaries[language];
  const format = formats[language];
  const { contact, now, wards, dataNow } = view;
  const current = wards.length - counts.stale;
  const apart = dataNow !== null && Math.abs(now - dataNow) > APART_MS;
  return html`<p class="contact">
    <span class="contact-state" data-contact=${pausedAt === null ? contact : nothing}>
      ${pausedAt === null ? contactWord(view, words) : words.paused}
    </span>
    <time class="contact-clock">${format.clock(now)}</time>
    ${wards.length === 0 ? nothing : html`<span>${words.current(`${current}`, `${wards.length}`)}</span>`}
    ${apart ? html`<b class="contact-data">${words.dataFrom(format.dayAndClock(dataNow))}</b>` : nothing}
  </p>`;
}

/** Before the server knows anything of the wards it is loading, however well it can be heard. */
function contactWord({ contact, dataNow }: LiveView, words: Words): string {
  return contact === 'live' && dataNow === null ? words.loading : words[contact];
}

function countList({ counts, language }: Masthead): TemplateResult {
  const words = dictionaries[language];
  return html`<ul class="counts" role="list" aria-label=${words.counts}>
    ${STATES.map(
      (state) => html`<li data-state=${state} ?data-none=${counts[state] === 0}>
        ${icon(state)} ${words[state]} <b>${counts[state]}</b>
      </li>`,
    )}
  </ul>`;
}

function choices(model: Masthead): TemplateResult {
  const { pausedAt, language, order, onPause, onLanguage, onOrder } = model;
  const words = dictionaries[language];
  return html`<div class="choices">
    <div class="choice" role="group" aria-label=${words.order}>
      ${ORDERS.map(
        (value) => html`<button aria-pressed=${value === order} @click=${() => onOrder(value)}>
          ${words[value]}
        </button>`,
      )}
    </div>
    <button class="choice-pause" @click=${onPause}>
      ${pausedAt === null ? words.pause : words.resume}
    </button>
    <div class="choice" role="group" aria-label=${words.language}>
      ${LANGS.map(
        (value) => html`<button
          lang=${value}
          aria-label=${value === 'sv' ? 'Svenska' : 'English'}
          aria-pressed=${value === language}
          @click=${() => onLanguage(value)}
        >
          ${value}
        </button>`,
      )}
    </div>
  </div>`;
}
