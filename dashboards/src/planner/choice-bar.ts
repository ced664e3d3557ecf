import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SiteView } from '../../../schemas/read-api.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { dateAfter } from '../site-time.ts';
import { type Choice, GRAINS, type Grain, grainsOf, MOST_DAYS_OF } from './choice.ts';
import { wardChoice } from './ward-choice.ts';

export interface ChoiceModel {
  readonly site: SiteView;
  readonly choice: Choice;
  /** The site's date, and its clock as `known` has it. */
  readonly today: string;
  readonly clock: string;
  readonly messages: PlannerMessages;
  readonly choose: (part: Partial<Choice>) => void;
  readonly copy: () => void;
  /** The user's own wards, as kept in this browser. */
  readonly mine: readonly string[];
  /** Keeps the chosen wards as the user's own. */
  readonly keepMine: () => void;
}

const QUICK_DAYS = [7, 28, 90, 366] as const;
/** While a year is typed it is none of this time: such a date is waited out. */
const FIRST_DATE = '2000-01-01';

/** What is shown: wards, range, grain, and as known when. */
export function choiceBar(model: ChoiceModel): TemplateResult {
  const { site, choice, messages, mine, choose, copy, keepMine } = model;
  return html`<section class="panel choice-bar" aria-labelledby="choice">
    <h2 id="choice" class="unseen">${messages.choiceTitle}</h2>
    ${wardChoice({
      ...{ site, messages, mine },
      chosen: choice.wards,
      choose: (wards) => choose({ wards }),
      keep: keepMine,
    })}
    <div class="choice-fields">
      ${range(model)} ${grains(model)} ${known(model)}
      <button class="choice-copy" @click=${copy}>${messages.copy}</button>
    </div>
  </section>`;
}

function range({ choice, today, messages, choose }: ChoiceModel): TemplateResult {
  const { from, to } = choice;
  const start = (days: number) => dateAfter(today, 1 - days);
  return html`<label>
      ${messages.from} ${date(from, (value) => choose({ from: value, to: later(value, to) }))}
    </label>
    <label>
      ${messages.to} ${date(to, (value) => choose({ to: value, from: earlier(value, from) }))}
    </label>
    <div class="choice" role="group" aria-label=${messages.latest}>
      ${QUICK_DAYS.map(
        (days) => html`<button
          aria-pressed=${to === today && from === start(days)}
          @click=${() => choose({ from: start(days), to: today })}
        >
          ${messages.days(days)}
        </button>`,
      )}
    </div>`;
}

const later = (a: string, b: string) => (a.localeCompare(b) > 0 ? a : b);
const earlier = (a: string, b: string) => (a.localeCompare(b) < 0 ? a : b);

function date(value: string, choose: (value: string) => void): TemplateResult {
  return html`<input
    type="date"
    required
    min=${FIRST_DATE}
    max="2099-12-31"
    .value=${live(value)}
    @change=${taken(choose)}
  />`;
}

function grains({ choice, messages, choose }: ChoiceModel): TemplateResult {
  const able = grainsOf(choice);
  const name = (grain: Grain) =>
    able.includes(grain)
      ? messages.grain[grain]
      : `${messages.grain[grain]}${messages.grainLimit(MOST_DAYS_OF[grain])}`;
  return html`<label>
    ${messages.grainTitle}
    <select
      @change=${(event: Event) =>
        choose({ grain: (event.target as HTMLSelectElement).value as Grain })}
    >
      ${GRAINS.map(
        (grain) => html`<option
          value=${grain}
          .selected=${live(grain === choice.grain)}
          ?disabled=${!able.includes(grain)}
        >
          ${name(grain)}
        </option>`,
      )}
    </select>
  </label>`;
}

function known({ choice, clock, messages, choose }: ChoiceModel): TemplateResult {
  const { known } = choice;
  return html`<div class="choice" role="group" aria-label=${messages.knownTitle}>
      <button aria-pressed=${known === null} @click=${() => choose({ known: null })}>
        ${messages.final}
      </button>
      <button aria-pressed=${known !== null} @click=${() => choose({ known: known ?? clock })}>
        ${messages.asKnown}
      </button>
    </div>
    ${
      known === null
        ? nothing
        : html`<label>
            ${messages.knownAt}
            <input
              type="datetime-local"
              required
              min="${FIRST_DATE}T00:00"
              max="2099-12-31T23:59"
              .value=${live(known)}
              @change=${taken((value) => choose({ known: value }))}
            />
          </label>`
    }`;
}

/** Takes what is complete and in the calendar; what is typed until then stays in the field. */
function taken(choose: (value: string) => void) {
  return (event: Event) => {
    const { validity, value } = event.target as HTMLInputElement;
    if (validity.valid) choose(value);
  };
}
