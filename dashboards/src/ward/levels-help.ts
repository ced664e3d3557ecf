import { html, type TemplateResult } from 'lit';
import type { WardMessages } from '../i18n/messages.ts';

/** What the levels of general and specific care mean, to be opened. */
export function levelsHelp(messages: WardMessages): TemplateResult {
  const { levelsHelpTitle, levelsHelp, levelMeans, levelA, levelS } = messages;
  const list = (letter: string, texts: readonly string[]) =>
    html`<dl>
      ${texts.map((text, i) => html`<dt>${letter}${i + 1}</dt><dd>${text}</dd>`)}
    </dl>`;
  return html`<details class="levels-help">
    <summary>${levelsHelpTitle}</summary>
    <p class="help">${levelsHelp}</p>
    ${list(levelA, levelMeans.a)} ${list(levelS, levelMeans.s)}
  </details>`;
}

/** What a level means in words; null of what has no such levels. */
export function levelText(
  level: 'a' | 's' | 'news2',
  value: number | null,
  messages: WardMessages,
): string | null {
  if (level === 'news2' || value === null) return null;
  return messages.levelMeans[level][value - 1] ?? null;
}
