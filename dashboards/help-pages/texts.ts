import type { Lang } from '../src/i18n/languages.ts';
import type { Part } from './contents.ts';

interface HelpTexts {
  readonly help: string;
  /** What the list of pages is called, and each of its parts. */
  readonly pages: string;
  readonly parts: Readonly<Record<Part, string>>;
  readonly wholeGuide: string;
  readonly guideTitle: string;
  readonly printHint: string;
  readonly toScreens: string;
  /** The page in the other language, in that language. */
  readonly otherLanguage: string;
}

/** Texts around a page of the help. */
export const TEXTS: Readonly<Record<Lang, HelpTexts>> = {
  sv: {
    help: 'Hjälp',
    pages: 'Innehåll',
    parts: { guide: 'Handbok', screens: 'Sidorna', facts: 'Ord och siffror' },
    wholeGuide: 'Hela handboken för utskrift',
    guideTitle: 'Handbok för ledningsansvariga sjuksköterskor och enhetschefer',
    printHint: 'Skriv ut med webbläsarens utskriftsfunktion (Ctrl+P).',
    toScreens: 'Till översikten',
    otherLanguage: 'English',
  },
  en: {
    help: 'Help',
    pages: 'Contents',
    parts: { guide: 'User guide', screens: 'The screens', facts: 'Words and figures' },
    wholeGuide: 'The whole guide, for printing',
    guideTitle: 'Guide for nurses in charge and unit managers',
    printHint: 'Print with the browser (Ctrl+P).',
    toScreens: 'To the overview',
    otherLanguage: 'Svenska',
  },
};
