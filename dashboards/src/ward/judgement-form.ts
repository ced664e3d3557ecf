import { html, type TemplateResult } from 'lit';
import type { Failure } from '../api.ts';
import type { WardMessages } from '../i18n/messages.ts';

const SCALE = [-3, -2, -1, 0, 1, 2, 3];
const LONGEST = 280;

/** What is being written. */
export interface JudgementDraft {
  readonly value: number | null;
  readonly note: string;
}

/** How far a judgement has come, or why it was not taken. */
export type Sending = 'idle' | 'unchosen' | 'sending' | 'sent' | 'notTakenBack' | Failure;

export interface JudgementFormModel {
  readonly draft: JudgementDraft;
  readonly sending: Sending;
  /** Whether one that was left is changed. */
  readonly isChanging: boolean;
  readonly messages: WardMessages;
  readonly onDraft: (change: Partial<JudgementDraft>) => void;
  readonly onSend: () => void;
}

/** A scale with words, and a note. */
export function judgementForm(model: JudgementFormModel): TemplateResult {
  const { draft, sending, isChanging, messages, onDraft, onSend } = model;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSend();
  };
  return html`<form class="judgement" novalidate @submit=${submit}>
    <fieldset>
      <legend>${messages.judgementScale}</legend>
      ${SCALE.map(
        (value) => html`<label class="judgement-value">
          <input
            type="radio"
            name="value"
            value=${value}
            .checked=${value === draft.value}
            aria-describedby=${sending === 'unchosen' ? 'judgement-problem' : 'judgement-title'}
            @change=${() => onDraft({ value })}
          />
          <b>${signed(value)}</b> ${messages.judgementWord(value)}
        </label>`,
      )}
    </fieldset>
    <label for="judgement-note">${messages.note}</label>
    <textarea
      id="judgement-note"
      rows="3"
      maxlength=${LONGEST}
      aria-describedby="judgement-help"
      .value=${draft.note}
      @input=${(event: InputEvent) => onDraft({ note: (event.target as HTMLTextAreaElement).value })}
    ></textarea>
    <p id="judgement-help" class="help">${messages.noteHelp(LONGEST - draft.note.length)}</p>
    <button ?disabled=${sending === 'sending'}>
      ${sending === 'sending' ? messages.sending : isChanging ? messages.sendChange : messages.send}
    </button>
    <p id="judgement-problem" class="form-problem" role="alert">${problemText(sending, messages)}</p>
  </form>`;
}

function problemText(sending: Sending, messages: WardMessages): string {
  if (sending === 'idle' || sending === 'sending' || sending === 'sent') return '';
  if (sending === 'unchosen') return messages.chooseFirst;
  if (sending === 'broken') return messages.notTaken;
  if (sending === 'notTakenBack') return messages.notTakenBack;
  return `${messages[sending]} ${messages.notSent}`;
}

/** −3 … +3, by the sign that screens use. */
export function signed(value: number): string {
  return value < 0 ? `−${-value}` : value > 0 ? `+${value}` : '0';
}
