import type { Lang } from './languages.ts';
import type { Words } from './sv/messages.ts';

export type { CommonWords } from './sv/common.ts';
export type { ContactWords } from './sv/contact.ts';
export type { Words } from './sv/messages.ts';
export type { PipelineWords } from './sv/pipeline.ts';
export type { PlannerWords } from './sv/planner.ts';
export type { WallWords } from './sv/wall.ts';
export type { WardWords } from './sv/ward.ts';

/** A language is a file of its own: who reads Swedish does not load English. */
const FILES: Record<Lang, () => Promise<{ readonly words: Words }>> = {
  sv: () => import('./sv/messages.ts'),
  en: () => import('./en/messages.ts'),
};
const loaded = new Map<Lang, Words>();

/**
 * Loads a language, where that is not done yet.
 * @throws where the server does not give its file
 */
export async function loadWords(language: Lang): Promise<void> {
  loaded.set(language, (await FILES[language]()).words);
}

/** What the screens say in a language that has been loaded. */
export function wordsOf(language: Lang): Words {
  const words = loaded.get(language);
  if (words === undefined) throw new Error(`The words of ${language} are not loaded`);
  return words;
}
