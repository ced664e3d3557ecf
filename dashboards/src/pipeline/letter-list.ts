import { html, nothing, type TemplateResult } from 'lit';
import { age } from '../age.ts';
import type { Format } from '../format.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import { messagesOf } from '../i18n/messages.ts';
import { loadStatus } from '../page/load-status.ts';
import { scrollBox } from '../scroll-table.ts';
import { letterChoices } from './letter-choices.ts';
import { letterRecord } from './letter-record.ts';
import type { Letter, Outcome } from './letters.ts';
import type { LettersModel } from './letters-model.ts';

/** What was rejected: counts and fixes by reason, then the records themselves, masked. */
export function letterList(model: LettersModel): TemplateResult {
  const { letters, language, messages } = model;
  const { value, failure } = letters.first;
  if (failure === 'notFound') return html`<p>${messages.lettersElsewhere}</p>`;
  if (value === null) return html`${loadStatus(letters.first, messages)}`;
  return html`<p class="soft">${messages.lettersHelp}</p>
    ${failure === null ? nothing : loadStatus(letters.first, messages)} ${outcome(model)}
    ${letters.count === 0 ? html`<p>${messages.noLetters}</p>` : open(model)}
    ${
      letters.count + value.dismissed === 0
        ? nothing
        : html`${letterChoices(letters, language, messages)} ${chosen(model)}`
    }`;
}

/** The result of a change, in one sentence. */
export function outcomeText(
  { of, result }: Outcome,
  messages: PipelineMessages,
  { whole }: Format,
): string {
  if (of === 'replay') {
    if (result === 'failed') return messages.replayFailed;
    const { retried, accepted, duplicates, rejected } = result;
    return messages.replayed(whole(retried), whole(accepted), whole(duplicates), whole(rejected));
  }
  if (result === 'failed') return messages.changeFailed;
  return (of === 'dismissal' ? messages.dismissed : messages.reopened)(result, whole(result));
}

function outcome({ letters, messages, format }: LettersModel): TemplateResult | typeof nothing {
  const { outcome } = letters;
  return outcome === null
    ? nothing
    : html`<p class="outcome" tabindex="-1"><b>${outcomeText(outcome, messages, format)}</b></p>`;
}

/** Those that are open: how many by reason, and their retry. */
function open({ letters, language, messages, format, onReplay }: LettersModel): TemplateResult {
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
    </p>`;
}

/** Those that are chosen, the newest first. */
function chosen(model: LettersModel): TemplateResult {
  const { letters, messages, format, onDismiss } = model;
  const { shown, choice, selection } = letters;
  const matching = letters.first.value?.matching ?? 0;
  if (shown.length === 0) return html`<p>${messages.noneChosen}</p>`;
  return html`<p class="actions">
      <span>${extent(shown, matching, model)}</span>
      ${
        choice.state === 'open' && matching > 1
          ? html`<button class="dismiss-all" @click=${() => onDismiss(selection, matching)}>
              ${messages.dismissAll(format.whole(matching))}
            </button>`
          : nothing
      }
    </p>
    ${scrollBox(
      messages.letters,
      html`<ol class="letters" role="list">
        ${shown.map((letter) => letterRecord(letter, model))}
      </ol>`,
    )}
    ${
      shown.length < matching
        ? html`<p class="actions">
            <button class="more" @click=${() => letters.showMore()}>${messages.more}</button>
          </p>`
        : nothing
    }`;
}

function extent(shown: readonly Letter[], count: number, model: LettersModel): string {
  const { now, messages, format } = model;
  const [newest, oldest] = [shown[0]!, shown.at(-1)!];
  const since = ({ receivedAt }: Letter) => age(now - Date.parse(receivedAt), messages);
  const all = format.whole(count);
  return messages.lettersShown(format.whole(shown.length), all, since(newest), since(oldest));
}
