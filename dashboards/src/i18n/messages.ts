import type { Lang } from './languages.ts';
import type { Messages } from './sv/messages.ts';

export type { CommonMessages } from './sv/common.ts';
export type { ConnectionMessages } from './sv/connection.ts';
export type { Messages } from './sv/messages.ts';
export type { PipelineMessages } from './sv/pipeline.ts';
export type { PlannerMessages } from './sv/planner.ts';
export type { WallMessages } from './sv/wall.ts';
export type { WardMessages } from './sv/ward.ts';

/** Each language is a file of its own: a Swedish page does not load English. */
const FILES: Record<Lang, () => Promise<{ readonly messages: Messages }>> = {
  sv: () => import('./sv/messages.ts'),
  en: () => import('./en/messages.ts'),
};
const loaded = new Map<Lang, Messages>();

/**
 * Loads a language once.
 * @throws if the server does not return its file
 */
export async function loadMessages(language: Lang): Promise<void> {
  loaded.set(language, (await FILES[language]()).messages);
}

/** Returns the texts of a loaded language. */
export function messagesOf(language: Lang): Messages {
  const messages = loaded.get(language);
  if (messages === undefined) throw new Error(`The texts of ${language} are not loaded`);
  return messages;
}
