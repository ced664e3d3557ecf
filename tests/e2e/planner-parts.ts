import type { Visit } from './visit.ts';

/** Two whole weeks up to today. */
export const FORTNIGHT = 'from=2026-10-13&to=2026-10-26';

/** Waits until every panel shows what it has. */
export async function isThere({ page }: Visit): Promise<void> {
  await page.locator('table.heat').waitFor();
  await page.locator('compare-panel .chart-picture').waitFor();
  await page.locator('history-panel .chart-picture').first().waitFor();
  await page.locator('table.ahead').waitFor();
}
