import { expect } from 'vitest';
import { violationsByScheme } from './axe.ts';
import { tooSmall } from './hand.ts';
import type { Visit } from './visit.ts';

export const LANGS = ['sv', 'en'] as const;
export type Lang = (typeof LANGS)[number];

/**
 * Looks at a page in both languages, light and dark: it shows what it is to show, does not scroll
 * sideways, axe has nothing against it, what is touched is large enough, and nothing went wrong.
 * @param shows waits for what the page is to show
 */
export async function looksRight(
  visit: Visit,
  path: string,
  shows: (lang: Lang) => Promise<void>,
): Promise<void> {
  const { page } = visit;
  for (const lang of LANGS) {
    await visit.go(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
    await shows(lang);
    expect(await violationsByScheme(page), `${path} ${lang}`).toEqual([]);
    expect(await visit.overflow(), `${path} ${lang}: pixels to scroll sideways`).toBe(0);
    if (visit.hasTouch) {
      expect(await tooSmall(page), `${path} ${lang}`).toEqual([]);
    }
    expect(await page.evaluate('document.documentElement.lang')).toBe(lang);
  }
  expect(visit.problems, path).toEqual([]);
}
