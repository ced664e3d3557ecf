import { html, type TemplateResult } from 'lit';
import type { PipelineMessages } from '../i18n/messages.ts';

/** Asks whether all dead letters are to be replayed; Escape and the way out do nothing. */
export function replayDialog(
  count: string,
  messages: PipelineMessages,
  onReplay: () => void,
): TemplateResult {
  const close = (event: Event) => (event.currentTarget as Element).closest('dialog')?.close();
  return html`<dialog class="ask" aria-labelledby="ask-title" aria-describedby="ask-help">
    <h2 id="ask-title">${messages.replayAll}</h2>
    <p id="ask-help">${messages.replayHelp(count)}</p>
    <p class="actions">
      <button
        class="ask-yes"
        @click=${(event: Event) => {
          close(event);
          onReplay();
        }}
      >
        ${messages.replay}
      </button>
      <button class="ask-no" autofocus @click=${close}>${messages.cancel}</button>
    </p>
  </dialog>`;
}
