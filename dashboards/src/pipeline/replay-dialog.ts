import { html, type TemplateResult } from 'lit';
import type { PipelineMessages } from '../i18n/messages.ts';

/** Confirms the retry of all open dead letters; Escape and the cancel button do nothing. */
export function replayDialog(
  count: string,
  messages: PipelineMessages,
  onReplay: () => void,
): TemplateResult {
  const close = (event: Event) => (event.currentTarget as Element).closest('dialog')?.close();
  return html`<dialog class="dialog confirm replay-dialog" aria-labelledby="confirm-title" aria-describedby="confirm-help">
    <h2 id="confirm-title">${messages.replayAll}</h2>
    <p id="confirm-help">${messages.replayHelp(count)}</p>
    <p class="actions">
      <button
        class="confirm-yes"
        @click=${(event: Event) => {
          close(event);
          onReplay();
        }}
      >
        ${messages.replay}
      </button>
      <button class="confirm-no" autofocus @click=${close}>${messages.cancel}</button>
    </p>
  </dialog>`;
}
