import { createReadStream } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { decode } from '../../../pipelines/events/decode.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import type { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { lines } from '../../../services/files/split-lines.ts';
import { benchRules } from '../hospital.ts';
import { LIVE_BATCH, NEWS_BATCH } from '../options.ts';
import {
  appendPlain,
  type Counts,
  commitDelivery,
  countsOf,
  createPlainTable,
  type Delivery,
  databaseMb,
  joined,
  openState,
  storeDelivery,
} from '../state.ts';
import { StatementClock, type StatementTime } from '../statements.ts';
import { percentile, secondsOf } from '../timing.ts';

/**
 * What is done with each live batch: stored and scored, stored, or appended to a plain table. `news`: small batches, stored,
 * and their encounters scored; the others follow later.
 */
export type LiveWay = 'commit' | 'store' | 'append' | 'news';

const NEWS_BATCHES = 41;

/** How long live batches take on top of a history. */
export interface Live {
  readonly batches: number;
  /** The first batch of the process, which finds nothing in memory; not in the others. */
  readonly firstMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  readonly databaseMb: number;
  /** Statements of one batch. */
  readonly statements: StatementTime[];
  /** The state when all is scored. */
  readonly counts: Counts;
}

const STATEMENTS_SHOWN = 12;

/** Puts live batches on top of a copy of a scored history, one way. */
export async function live(input: {
  way: LiveWay;
  history: string;
  file: string;
  database: string;
}): Promise<Live> {
  await copyFile(input.history, input.database);
  const { deliveries, rest } = await decoded(input);
  const store = await openState(input.database);
  await createPlainTable(store.connection);
  const put = WAYS[input.way];
  const [first, ...others] = deliveries;
  const firstMs = (await secondsOf(() => put(store, first!))) * 1000;
  const clock = new StatementClock(store);
  const times: number[] = [];
  for (const delivery of others) times.push((await secondsOf(() => put(store, delivery))) * 1000);
  const totalSeconds = times.reduce((sum, ms) => sum + ms, 0) / 1000;
  const statements = clock.top(STATEMENTS_SHOWN, times.length, totalSeconds);
  if (input.way !== 'append') {
    if (rest.length > 0) await storeDelivery(store, joined(rest));
    await store.rescore();
  }
  const counts = await countsOf(store);
  await store.close();
  return {
    batches: times.length,
    firstMs,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    maxMs: percentile(times, 1),
    databaseMb: await databaseMb(input.database),
    statements,
    counts,
  };
}

const WAYS: Record<LiveWay, (store: ScoringStore, delivery: Delivery) => Promise<unknown>> = {
  commit: commitDelivery,
  store: storeDelivery,
  append: (store, delivery) => appendPlain(store.connection, [delivery]),
  async news(store, delivery) {
    await storeDelivery(store, delivery);
    await store.rescore(false);
  },
};

/** The batches that are timed, and what comes after them. */
async function decoded(input: {
  way: LiveWay;
  file: string;
}): Promise<{ deliveries: Delivery[]; rest: Delivery[] }> {
  const { way, file } = input;
  const deliveries: Delivery[] = [];
  const size = way === 'news' ? NEWS_BATCH : LIVE_BATCH;
  for await (const { records, nextOffset } of lines(createReadStream(file), 0, size)) {
    const { events, rejected } = decode(records, benchRules);
    if (records.length > 0) deliveries.push({ batches: [toArrow(events)], rejected, nextOffset });
  }
  if (way !== 'news') return { deliveries, rest: [] };
  return { deliveries: deliveries.slice(0, NEWS_BATCHES), rest: deliveries.slice(NEWS_BATCHES) };
}
