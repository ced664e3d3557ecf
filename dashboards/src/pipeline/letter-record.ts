import { html, nothing, type TemplateResult } from 'lit';
import { messagesOf } from '../i18n/messages.ts';
import { detailText } from './detail-texts.ts';
import { CAUSES } from './dismissal-draft.ts';
import type { Letter } from './letters.ts';
import type { LettersModel } from './letters-model.ts';

/** One rejected record: why, where it is from, what is wrong where, and its structure. */
export function letterRecord(letter: Letter, model: LettersModel): TemplateResult {
  const { language, messages, format } = model;
  const { number, receivedAt, reason, pointer, detail, bytes, masked } = letter;
  const said = detailText(detail, language);
  return html`<li data-letter=${number}>
    <p>
      <b>${messagesOf(language).reasons[reason]?.name ?? reason}</b>
      <span class="soft"
        >#${number} · ${messages.firstSeen(format.dayAndClock(Date.parse(receivedAt)))} ·
        ${messages.bytes(format.whole(bytes))}</span
      >
    </p>
    <p class="letter-origin">${origin(letter, model)}</p>
    <p>
      <code>${pointer === '' ? messages.whole : pointer}</code>: <span lang=${said.lang}>${said.text}</span>
    </p>
    <p>${masked === null ? html`<span class="soft">${messages.unmasked}</span>` : html`<code>${masked}</code>`}</p>
    ${dismissal(letter, model)}
  </li>`;
}

/** Where it is from, as far as that is known. */
function origin(letter: Letter, { messages }: LettersModel): TemplateResult {
  const { source, id, sender, position } = letter;
  const known = [
    [messages.letterSource, source ?? messages.unknownSource],
    [messages.eventId, id],
    [messages.sentBy, sender],
    [messages.journalPosition, position],
  ] as const;
  return html`${known
    .filter(([, value]) => value !== null)
    .map(([name, value]) => html`<span>${name}: <code>${value}</code></span> `)}`;
}

/** Who dismissed it and why, or the way to do so. */
function dismissal({ number, dismissal }: Letter, model: LettersModel): TemplateResult {
  const { letters, messages, format, onDismiss } = model;
  if (dismissal === null) {
    return html`<p>
      <button
        class="dismiss"
        aria-label=${`${messages.dismiss} #${number}`}
        @click=${() => onDismiss({ numbers: [number] }, 1)}
      >
        ${messages.dismiss}
      </button>
    </p>`;
  }
  const { at, by, because, note } = dismissal;
  const cause = CAUSES.find((each) => each === because);
  const why = cause === undefined ? because : messages.causes[cause];
  return html`<p>
      ${messages.dismissedBy(format.dayAndClock(Date.parse(at)), by)} <b>${why}</b>
      ${note === null ? nothing : html`<q>${note}</q>`}
    </p>
    <p>
      <button
        class="reopen"
        aria-label=${`${messages.reopen} #${number}`}
        @click=${() => void letters.reopen(number)}
      >
        ${messages.reopen}
      </button>
    </p>`;
}
