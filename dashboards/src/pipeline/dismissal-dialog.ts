import { html, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import { CAUSES, type Cause, type DismissalDraft, LONGEST_NOTE } from './dismissal-draft.ts';

export interface DismissalDialogModel {
  readonly draft: DismissalDraft;
  readonly messages: PipelineMessages;
  readonly format: Format;
  readonly onDraft: (change: Partial<DismissalDraft>) => void;
  readonly onSend: () => void;
}

/** Asks why letters are dismissed; Escape and the cancel button do nothing. */
export function dismissalDialog(model: DismissalDialogModel): TemplateResult {
  const { draft, messages, format, onDraft, onSend } = model;
  const { because, note, count, sending } = draft;
  const problem = problemText(sending, messages);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (sending !== 'sending') onSend();
  };
  return html`<dialog class="dialog confirm dismissal" aria-labelledby="dismissal-title">
    <form class="dismissal-form" novalidate @submit=${submit}>
      <h2 id="dismissal-title">${messages.dismissTitle(count, format.whole(count))}</h2>
      <p>${messages.dismissHelp}</p>
      <label for="dismissal-cause">${messages.dismissCause}</label>
      <select
        id="dismissal-cause"
        autofocus
        aria-invalid=${sending === 'unchosen'}
        aria-describedby="dismissal-problem"
        .value=${because}
        @change=${(event: Event) => onDraft({ because: (event.target as HTMLSelectElement).value as Cause | '' })}
      >
        <option value="">${messages.chooseCause}</option>
        ${CAUSES.map((cause) => html`<option value=${cause}>${messages.causes[cause]}</option>`)}
      </select>
      <label for="dismissal-note">${messages.dismissNote}</label>
      <textarea
        id="dismissal-note"
        rows="2"
        maxlength=${LONGEST_NOTE}
        aria-invalid=${sending === 'unexplained'}
        aria-describedby="dismissal-note-help dismissal-problem"
        .value=${note}
        @input=${(event: InputEvent) => onDraft({ note: oneLine((event.target as HTMLTextAreaElement).value) })}
      ></textarea>
      <p id="dismissal-note-help" class="soft">${messages.dismissNoteHelp(LONGEST_NOTE - note.length)}</p>
      <p id="dismissal-problem" class="form-problem" role="alert">${problem}</p>
      <p class="actions">
        <button class="dismissal-yes">
          ${sending === 'sending' ? messages.dismissing : messages.dismissNow}
        </button>
        <button
          type="button"
          @click=${(event: Event) => (event.currentTarget as Element).closest('dialog')?.close()}
        >
          ${messages.cancel}
        </button>
      </p>
    </form>
  </dialog>`;
}

/** A note is one line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\n\r\t]/g, ' ');
}

function problemText(sending: DismissalDraft['sending'], messages: PipelineMessages): string {
  if (sending === 'idle' || sending === 'sending') return '';
  if (sending === 'unchosen') return messages.causeFirst;
  if (sending === 'unexplained') return messages.noteFirst;
  if (sending === 'broken') return messages.notDismissed;
  return messages[sending];
}
