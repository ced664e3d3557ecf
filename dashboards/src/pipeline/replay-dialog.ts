import { html, type TemplateResult } from 'lit';
import type { PipelineWords } from '../i18n/messages.ts';

/** Asks whether all dead letters are to be replayed; Escape and the way out do nothing. */
export function replayDialog(
  count: string,
  words: PipelineWords,
  onReplay: () => void,
): TemplateResult {
  const close = (event: Event) => (event.currentTarget as Element).closest('dialog')?.close();
  return html`<dialog class="ask" aria-labelledby="ask-title" aria-describedby="ask-help">
    <h2 id="ask-title">${words.replayAll}</h2>
    <p id="ask-help">${words.replayHelp(count)}</p>
    <p class="actions">
      <button
        class="ask-yes"
        @click=${(event: Event) => {
          close(event);
          onReplay();
        }}
      >
        ${words.replay}
      </button>
      <button class="ask-no" autofocus @click=${close}>${words.cancel}</button>
    </p>
  </dialog>`;
}
