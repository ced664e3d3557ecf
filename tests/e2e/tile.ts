import type { Locator, Page } from 'playwright-core';

/** The tile of a ward on the wall. */
export function tile(page: Page, wardId: string): Locator {
  return page.locator('article', { has: page.getByRole('link', { name: wardId, exact: true }) });
}

/** What is read there, as one line. */
export async function textOf(part: Locator): Promise<string> {
  return ((await part.textContent()) ?? '').replace(/\s+/g, ' ').trim();
}
