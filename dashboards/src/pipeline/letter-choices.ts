import { html, type TemplateResult } from 'lit';
import type { Lang } from '../i18n/languages.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import { messagesOf } from '../i18n/messages.ts';
import { LETTER_STATES, type LetterState, type Letters } from './letters.ts';

/** Which letters are shown: by state, reason and source system. */
export function letterChoices(
  letters: Letters,
  language: Lang,
  messages: PipelineMessages,
): TemplateResult {
  const { state, reason, source } = letters.choice;
  const reasons = Object.entries(messagesOf(language).reasons);
  const sources = letters.first.value?.sources ?? [];
  return html`<div class="letter-choices">
    ${select(messages.lettersOf, state, {
      options: LETTER_STATES.map((each) => [each, messages.letterStates[each]]),
      onChoose: (value) => letters.choose({ state: (value ?? 'open') as LetterState }),
    })}
    ${select(messages.letterReason, reason, {
      all: messages.allReasons,
      options: reasons.map(([each, { name }]) => [each, name]),
      onChoose: (value) => letters.choose({ reason: value }),
    })}
    ${select(messages.letterSource, source, {
      all: messages.allSources,
      options: sources.map((each) => [each, each === '' ? messages.unknownSource : each]),
      onChoose: (value) => letters.choose({ source: value }),
    })}
  </div>`;
}

interface Options {
  /** The text of the choice of everything, if there is one. */
  readonly all?: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChoose: (value: string | null) => void;
}

/** Values may be empty text, so options are known by their place. */
function select(label: string, chosen: string | null, model: Options): TemplateResult {
  const { all, options, onChoose } = model;
  const choose = (event: Event) => {
    const place = Number((event.target as HTMLSelectElement).value);
    onChoose(options[place]?.[0] ?? null);
  };
  return html`<label
    >${label}
    <select @change=${choose}>
      ${all === undefined ? '' : html`<option value="-1" ?selected=${chosen === null}>${all}</option>`}
      ${options.map(
        ([value, text], place) =>
          html`<option value=${place} ?selected=${value === chosen}>${text}</option>`,
      )}
    </select></label
  >`;
}
