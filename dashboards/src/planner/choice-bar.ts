import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SiteView } from '../../../schemas/read-api.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { dateAfter } from '../site-time.ts';
import { type Choice, GRAINS, type Grain, grainsOf, MOST_DAYS_OF } from './choice.ts';
import { dateField } from './date-field.ts';
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
  const { calendar, dateExample: example } = messages;
  return html`${dateField({
    ...{ label: messages.from, calendar: calendar.from, example, value: from },
    choose: (value) => choose({ from: value, to: later(value, to) }),
  })}
    ${dateField({
      ...{ label: messages.to, calendar: calendar.to, example, value: to },
      choose: (value) => choose({ to: value, from: earlier(value, from) }),
    })}
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
        : dateField({
            ...{ label: messages.knownAt, calendar: messages.calendar.known },
            ...{ example: messages.clockExample, value: known, isClock: true },
            choose: (value) => choose({ known: value }),
          })
    }`;
}
