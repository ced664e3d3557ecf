import { readFile, writeFile } from 'node:fs/promises';
import type { Report } from './bench.ts';

const RECORDED = new URL('ratios.json', import.meta.url);
/** How much worse than recorded a ratio may be: the machine is shared, and short runs vary. */
const TOLERANCE = 2;

/** Costs, each as a multiple of its limit in the same run, by stage. */
type Ratios = Readonly<Record<string, number>>;

/** The ratios of a report: every stage that has a limit, and a live batch against its append. */
export function ratiosOf({ figures, live }: Report): Ratios {
  const rated = figures.filter(({ ofLimit }) => ofLimit !== undefined);
  return {
    ...Object.fromEntries(rated.map(({ stage, ofLimit }) => [stage, 1 / ofLimit!])),
    'live commit': live.commit.p50Ms / live.append.p50Ms,
    'live news': live.news.p50Ms / live.append.p50Ms,
  };
}

/**
 * Compares the ratios of a short run with those that are recorded of an earlier one.
 * @throws Error that names each ratio twice as bad
 */
export async function assertRatios(found: Ratios): Promise<void> {
  const recorded = JSON.parse(await readFile(RECORDED, 'utf8')) as Ratios;
  const worse = Object.entries(found).flatMap(([stage, ratio]) => {
    const before = recorded[stage];
    if (before === undefined || ratio <= TOLERANCE * before) return [];
    return [`${stage}: ${ratio.toFixed(1)} × its limit, recorded ${before.toFixed(1)} ×`];
  });
  if (worse.length === 0) return;
  throw new Error(
    `Slower than recorded by more than a factor of ${TOLERANCE}:\n  ${worse.join('\n  ')}\nIf that is meant, record it: npm run bench -- --smoke --record`,
  );
}

/** Records the ratios of a short run for later ones. */
export async function recordRatios(found: Ratios): Promise<void> {
  const rounded = Object.entries(found).map(([stage, ratio]) => [stage, Number(ratio.toFixed(2))]);
  await writeFile(RECORDED, `${JSON.stringify(Object.fromEntries(rounded), null, 2)}\n`);
}
