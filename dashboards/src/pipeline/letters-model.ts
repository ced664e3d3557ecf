import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import type { DismissalDraft } from './dismissal-draft.ts';
import type { Letters } from './letters.ts';

/** What the list of rejected records is drawn from. */
export interface LettersModel {
  readonly letters: Letters;
  /** ms */
  readonly now: number;
  readonly language: Lang;
  readonly messages: PipelineMessages;
  readonly format: Format;
  /** Opens the confirmation of a retry. */
  readonly onReplay: () => void;
  /** Opens the form of a dismissal. */
  readonly onDismiss: (selection: DismissalDraft['selection'], count: number) => void;
}
