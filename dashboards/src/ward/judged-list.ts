import { html, nothing, type TemplateResult } from 'lit';
import type { IntensityPoint, JudgementView } from '../../../schemas/read-api.ts';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { scrollBox } from '../scroll-table.ts';
import type { Judged } from './judged.ts';
import { signed } from './judgement-form.ts';

/** A judgement that a lead of the ward can change and take back. */
export type Changeable = JudgementView & { readonly id: string };

export interface JudgedListModel {
  readonly messages: WardMessages;
  readonly format: Format;
  /** Whether the user may judge the ward: then every judgement left on a page has its buttons, also those of others. */
  readonly mayChange: boolean;
  /** The id of the one that is being changed. */
  readonly changed: string | null;
  /** Whether something is being sent. */
  readonly isBusy: boolean;
  readonly onChange: (judgement: Changeable) => void;
  /** Gives the change up. */
  readonly onKeep: () => void;
  readonly onTakeBack: (id: string) => void;
}

/** Judgements with the score of their hour beside them, the newest first. */
export function judgedList(all: readonly Judged[], model: JudgedListModel): TemplateResult {
  const { messages, format } = model;
  if (all.length === 0) return html`<p class="remark">${messages.noHistory}</p>`;
  return scrollBox(
    `${messages.judgementTitle}: ${messages.judgementHistory}`,
    html`<p class="remark">${messages.judgedBeside}</p>
    <ul class="judged" role="list">
      ${all.map(({ judgement, hour }) => {
        const { occurredAt, value, note } = judgement;
        const when = format.dayAndClock(Date.parse(occurredAt));
        return html`<li>
          <time datetime=${occurredAt}>${when}</time>
          <b>${signed(Math.round(value))} ${messages.judgementWord(Math.round(value))}</b>
          <span class="soft">${score(hour, messages, format)}</span>
          ${note === null ? nothing : html`<q>${note}</q>`}
          ${model.mayChange && isChangeable(judgement) ? buttons(judgement, when, model) : nothing}
        </li>`;
      })}
    </ul>`,
  );
}

function isChangeable(judgement: JudgementView): judgement is Changeable {
  return judgement.id !== null;
}

function buttons(judgement: Changeable, when: string, model: JudgedListModel): TemplateResult {
  const { messages, changed, isBusy, onChange, onKeep, onTakeBack } = model;
  const isChanged = changed === judgement.id;
  const word = isChanged ? messages.keepJudgement : messages.changeJudgement;
  return html`<span class="judged-buttons">
    <button
      type="button"
      aria-label=${`${word}, ${when}`}
      ?disabled=${isBusy}
      @click=${() => (isChanged ? onKeep() : onChange(judgement))}
    >
      ${word}
    </button>
    <button
      type="button"
      aria-label=${`${messages.takeBack}, ${when}`}
      ?disabled=${isBusy}
      @click=${() => onTakeBack(judgement.id)}
    >
      ${messages.takeBack}
    </button>
  </span>`;
}

function score(hour: IntensityPoint | null, messages: WardMessages, format: Format): string {
  if (hour === null || hour.required === null) {
    return hour?.reason == null ? messages.noScoreThen : messages.reason[hour.reason];
  }
  const { present } = hour;
  const staff =
    present === null ? messages.staffingMissing : messages.presentThen(format.tenth(present));
  const need = `${messages.needThen(format.tenth(hour.required))}, ${staff}`;
  return hour.load === null ? need : `${messages.scoreThen(format.percent(hour.load))}, ${need}`;
}
