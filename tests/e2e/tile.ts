import type { Locator, Page } from 'playwright-core';

/** The tile of a ward on the wall. */
export function tile(page: Page, wardId: string): Locator {
  return page.locator('article', { has: page.getByRole('link', { name: wardId, exact: true }) });
}

/** What is read there, as one line. */
export async function textOf(part: Locator): Promise<string> {
  // as it is laid out: cells of a table are apart
  const [text] = await part.allInnerTexts();
  if (text === undefined) throw new Error(`nothing there: ${part}`);
  return text.replace(/\s+/g, ' ').trim();
}
