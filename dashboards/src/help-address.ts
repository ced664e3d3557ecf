import type { HelpPage } from '../help-pages/contents.ts';
import type { Lang } from './i18n/languages.ts';

/** The window that pages of the help open in, so that the screen and what is half written there stay. */
export const HELP_WINDOW = 'help';

/** Where a page of the help is. */
export function helpAddress(language: Lang, page: HelpPage): string {
  return `/help/${language}/${page}.html`;
}
