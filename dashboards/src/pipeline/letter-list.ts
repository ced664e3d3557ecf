import { html, nothing, type TemplateResult } from 'lit';
import { age } from '../age.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import { messagesOf } from '../i18n/messages.ts';
import { trouble } from '../page/trouble.ts';
import { scrollBox } from '../scroll-table.ts';
import type { Letter, Letters, Replayed } from './letters.ts';

export interface LettersModel {
  readonly letters: Letters;
  /** ms */
  readonly now: number;
  readonly language: Lang;
  readonly messages: PipelineMessages;
  readonly format: Format;
  /** Opens the confirmation of a retry. */
  readonly onReplay: () => void;
}

/** What was rejected: counts and fixes by reason, then the records themselves, masked. */
export function letterList(model: LettersModel): TemplateResult {
  const { letters, messages } = model;
  const { value, failure } = letters.first;
  if (failure === 'notFound') return html`<p>${messages.lettersElsewhere}</p>`;
  if (value === null) return html`${trouble(letters.first, messages)}`;
  return html`<p class="soft">${messages.lettersHelp}</p>
    ${outcome(model)}
    ${letters.count === 0 ? html`<p>${messages.noLetters}</p>` : kept(model)}`;
}

/** The result of a retry, in one sentence. */
export function replayed(
  result: Replayed | 'failed',
  messages: PipelineMessages,
  { whole }: Format,
): string {
  if (result === 'failed') return messages.replayFailed;
  const { retried, accepted, duplicates, rejected } = result;
  return messages.replayed(whole(retried), whole(accepted), whole(duplicates), whole(rejected));
}

function outcome({ letters, messages, format }: LettersModel): TemplateResult | typeof nothing {
  const { outcome } = letters;
  return outcome === null
    ? nothing
    : html`<p class="outcome"><b>${replayed(outcome, messages, format)}</b></p>`;
}

function kept(model: LettersModel): TemplateResult {
  const { letters, language, messages, format, onReplay } = model;
  const { shown, count } = letters;
  const reasons = Object.entries(letters.first.value?.byReason ?? {});
  return html`<ul class="reasons" role="list">
      ${reasons.map(([reason, n]) => {
        const about = messagesOf(language).reasons[reason];
        return html`<li data-reason=${reason}>
          <h3>${about?.name ?? reason} <b>${format.whole(n)}</b></h3>
          <p>${about?.cure}</p>
        </li>`;
      })}
    </ul>
    <p class="actions">
      <button
        class="replay"
        aria-disabled=${letters.isReplaying}
        @click=${() => letters.isReplaying || onReplay()}
      >
        ${letters.isReplaying ? messages.replaying : messages.replay}
      </button>
      <span>${extent(shown, count, model)}</span>
    </p>
    ${scrollBox(
      messages.letters,
      html`<ol class="letters" role="list">
        ${shown.map((letter) => record(letter, model))}
      </ol>`,
    )}
    ${
      shown.length < count
        ? html`<p class="actions">
            <button class="more" @click=${() => letters.showMore()}>${messages.more}</button>
          </p>`
        : nothing
    }`;
}

function extent(shown: readonly Letter[], count: number, model: LettersModel): string {
  const { now, messages, format } = model;
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined) return '';
  const since = ({ receivedAt }: Letter) => age(now - Date.parse(receivedAt), messages);
  const all = format.whole(count);
  return messages.lettersShown(format.whole(shown.length), all, since(first), since(last));
}

function record(letter: Letter, { language, messages, format }: LettersModel): TemplateResult {
  const { number, receivedAt, reason, pointer, detail, bytes, masked } = letter;
  return html`<li data-letter=${number}>
    <p>
      <b>${messagesOf(language).reasons[reason]?.name ?? reason}</b>
      <span class="soft"
        >#${number} · ${format.dayAndClock(Date.parse(receivedAt))} ·
        ${messages.bytes(format.whole(bytes))}</span
      >
    </p>
    <p>
      <code>${pointer === '' ? messages.whole : pointer}</code>: <span lang="en">${detail}</span>
    </p>
    <p>${masked === null ? html`<span class="soft">${messages.unmasked}</span>` : html`<code>${masked}</code>`}</p>
  </li>`;
}
