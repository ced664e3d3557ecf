import { html, type TemplateResult } from 'lit';
import { HELP_WINDOW, helpAddress } from './help-address.ts';
import type { Lang } from './i18n/languages.ts';
import type { State } from './status.ts';

/** The word of a state. That a ward is not calibrated says nothing to who has not read what that is: it leads there. */
export function helpedWord(word: string, state: State, language: Lang): TemplateResult | string {
  if (state !== 'no-level') return word;
  const address = helpAddress(language, 'not-calibrated');
  return html`<a class="state-help" href=${address} target=${HELP_WINDOW}>${word}</a>`;
}
