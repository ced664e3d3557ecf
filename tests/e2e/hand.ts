import type { Locator, Page } from 'playwright-core';

/** Fewest pixels of what is touched. */
const TOUCHED = 44;

/** What has the focus: its role or tag, and its name. */
export function focused(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const it = document.activeElement;
    const role = it.getAttribute('role') ?? it.localName;
    const label = it.labels?.[0]?.textContent;
    const name = it.getAttribute('aria-label') ?? label ?? it.textContent;
    return role + ' ' + name.trim().replace(/\\s+/g, ' ').slice(0, 60);
  })()`);
}

/** True where it can be seen what has the focus, if anything: it has a ring, or what it stands for has. */
export function hasRing(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    if (document.activeElement === document.body) return true;
    for (let it = document.activeElement, up = 0; it !== null && up < 4; it = it.parentElement, up++) {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(it);
      const isSeen = !/^rgba\\(.*, 0\\)$/.test(outlineColor);
      if (isSeen && outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) return true;
    }
    return false;
  })()`);
}

/**
 * Presses Tab until an element has the focus.
 * @throws Error where it cannot be reached, or where it cannot be seen what has the focus on the way
 */
export async function tabTo(page: Page, target: Locator, most = 80): Promise<void> {
  const way: string[] = [];
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    way.push(await focused(page));
    if (!(await hasRing(page))) throw new Error(`no ring on: ${way.at(-1)}`);
    if (await target.evaluate((it) => it.matches(':focus'))) return;
  }
  throw new Error(`not reached by Tab: ${target}; passed ${way.join(' | ')}`);
}

/** Every stop of the Tab key from the page's beginning to its end, for someone who may use every screen. */
export async function tabStops(page: Page, most = 200): Promise<string[]> {
  const stops: string[] = [];
  // the menu has the three screens, and the help, once the page knows what its reader may use
  await page.locator('nav.screens a').nth(3).waitFor();
  await page.evaluate('document.activeElement?.blur()');
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate<boolean>('document.activeElement === document.body')) return stops;
    stops.push(await focused(page));
    if (!(await hasRing(page))) throw new Error(`no ring on: ${stops.at(-1)}`);
  }
  throw new Error(`Tab comes to no end: ${stops.join(' | ')}`);
}

/** Controls that are smaller than a finger. */
export function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('button, select, input, summary')]
    .filter((it) => it.checkVisibility())
    .flatMap((it) => {
      const { width, height } = (it.labels?.[0] ?? it).getBoundingClientRect();
      const own = it.getBoundingClientRect();
      const high = Math.max(height, own.height);
      return high < ${TOUCHED} - 0.5 || Math.max(width, own.width) < 24
        ? [it.localName + ' ' + (it.ariaLabel ?? it.textContent).trim() + ' ' + Math.round(width) + 'x' + Math.round(high)]
        : [];
    })`);
}
