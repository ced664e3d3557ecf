import { join } from 'node:path';
import { heatmap, intensity, type WardHourRange } from '../../../pipelines/serving/queries.ts';
import { QueryOverloadError } from '../../../pipelines/serving/query-pool.ts';
import { ServingStore } from '../../../pipelines/serving/store.ts';
import type { Site } from '../../../schemas/site.ts';

/** How long a nurse's short question takes, alone and beside a planner's long ones; milliseconds. */
export interface Fairness {
  readonly alone: number;
  readonly beside: number;
  readonly ratio: number;
  /** Long questions that were answered meanwhile. */
  readonly heatmaps: number;
}

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;
const PLANNER = { name: 'planner', isShort: false };
const NURSE = { name: 'nurse', isShort: true };
/** Long questions that a planner keeps asking at a time. */
const AT_ONCE = 70;

/** Measures a day of a ward beside heatmaps of all wards, on a serving file that no server has open. */
export async function measureFairness(data: string, site: Site, until: number, seconds: number) {
  const store = await ServingStore.open(join(data, 'serving.duckdb'), site);
  const to = Math.floor((until * 1000) / HOUR) * HOUR;
  const readers = site.wards.map(({ wardId }) => ({ wardId, treating: true }));
  const about = (from: number, wards: number): WardHourRange => {
    return { readers: readers.slice(0, wards), from, to, knownAt: null };
  };
  const day = intensity(about(to - DAY, 1), 'hour');
  const year = heatmap(about(to - 399 * DAY, readers.length));
  const p95 = async () => {
    const times: number[] = [];
    for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
      const before = performance.now();
      await store.queryPool.rows(day.sql, day.parameters, NURSE);
      times.push(performance.now() - before);
    }
    return times.sort((a, b) => a - b)[Math.floor((times.length - 1) * 0.95)]!;
  };
  try {
    const alone = await p95();
    let [isOver, heatmaps] = [false, 0];
    const planner = Array.from({ length: AT_ONCE }, async () => {
      while (!isOver) {
        await store.queryPool.rows(year.sql, year.parameters, PLANNER).then(
          () => heatmaps++,
          async (error) => {
            if (!(error instanceof QueryOverloadError)) throw error;
            // as a client that retries at once
            await new Promise((resolve) => setTimeout(resolve, 50));
          },
        );
      }
    });
    const beside = await p95();
    isOver = true;
    await Promise.all(planner);
    return { alone, beside, ratio: beside / alone, heatmaps } satisfies Fairness;
  } finally {
    await store.close();
  }
}
