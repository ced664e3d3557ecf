import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds against a page as it stands: the rule, and the elements. */
export function violations(page: Page): Promise<string[]> {
  return found(page, JSON.stringify(TAGS));
}

/** What axe finds against a page, light and dark. Other colours change what its rules of colour find, and no other. */
export async function violationsByScheme(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await violations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await found(
    page,
    `axe.getRules(['cat.color']).filter(({ tags }) =>
      tags.some((tag) => ${JSON.stringify(TAGS)}.includes(tag))).map(({ ruleId }) => ruleId)`,
  );
  return [...light.map((each) => `light ${each}`), ...dark.map((each) => `dark ${each}`)];
}

/** @param only tags or rules, as the page's script writes them */
async function found(page: Page, only: string): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(`${SOURCE};0`);
  return page.evaluate<
    string[]
  >(`axe.run(document, { runOnly: ${only}, resultTypes: ['violations'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(
      ({ target, failureSummary }) => id + ': ' + target.join(' ') + ': ' + failureSummary)))`);
}
