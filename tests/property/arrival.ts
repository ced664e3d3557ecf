import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Site } from '../../schemas/site.ts';
import type { Logged } from '../reference/score.ts';
import { type Hospital, hospital } from './hospital.ts';
import { batchOf, content, openStore, type Row, rowsOf, storeLog } from './scored.ts';
import { unplacedOf } from './unplaced.ts';

/** One delivery of a disturbed arrival: some events of one partition, and what happens after it. */
interface Delivery {
  readonly entries: readonly Logged[];
  readonly afterwards: 'score' | 'wait' | 'restart';
}

/** The log permuted, some of it twice or thrice, in random deliveries, scored and restarted at will. */
function arrival(
  { log }: Hospital,
  choices: readonly Delivery['afterwards'][],
): fc.Arbitrary<Delivery[]> {
  return fc
    .record({
      again: fc.array(fc.nat(Math.max(0, log.length - 1)), { maxLength: 20 }),
      keys: fc.array(fc.nat(), { minLength: log.length + 20, maxLength: log.length + 20 }),
      cuts: fc.array(fc.tuple(fc.nat(log.length + 20), fc.constantFrom(...choices)), {
        maxLength: 4,
      }),
    })
    .map(({ again, keys, cuts }) => {
      const shuffled = [...log, ...again.flatMap((index) => log[index] ?? [])]
        .map((entry, index) => ({ entry, key: keys[index]! }))
        .sort((a, b) => a.key - b.key)
        .map(({ entry }) => entry);
      const sorted = [...cuts].sort(([a], [b]) => a - b);
      const bounds = [0, ...sorted.map(([at]) => at), shuffled.length];
      return bounds.slice(1).map((to, i) => ({
        entries: shuffled.slice(bounds[i], to),
        afterwards: sorted[i]?.[1] ?? 'score',
      }));
    });
}

interface Scored {
  readonly rows: Row[];
  readonly unplaced: Awaited<ReturnType<typeof unplacedOf>>;
}

async function inOneSortedBatch({ site, log }: Hospital): Promise<Scored> {
  const store = await openStore(site);
  try {
    await storeLog(store, log, site);
    await store.rescore();
    return { rows: (await rowsOf(store)).map(content), unplaced: await unplacedOf(store) };
  } finally {
    await store.close();
  }
}

/** Commits deliveries one after another; says what stands there in the end, and after a rebuild. */
async function asItArrives(site: Site, deliveries: readonly Delivery[]) {
  const folder = mkdtempSync(join(tmpdir(), 'vi-order-'));
  // a file only where there is something to open again: it costs a synced write a commit
  const restarts = deliveries.some(({ afterwards }) => afterwards === 'restart');
  const path = restarts ? join(folder, 'scoring.duckdb') : ':memory:';
  let store = await openStore(site, path);
  try {
    for (const { entries, afterwards } of deliveries) {
      for (const partition of new Set(entries.map((entry) => entry.partition))) {
        const events = entries.filter((e) => e.partition === partition).map(({ event }) => event);
        const position = { topic: 'test', partition, nextOffset: 0 };
        const write = afterwards === 'score' ? store.commit : store.store;
        await write.call(store, [batchOf(events, site)], [], position);
      }
      if (afterwards === 'restart') {
        await store.close();
        store = await openStore(site, path);
      }
    }
    await store.rescore();
    const scored = async (): Promise<Scored> => ({
      rows: (await rowsOf(store)).map(content),
      unplaced: await unplacedOf(store),
    });
    const incremental = await scored();
    await store.rebuild();
    return { incremental, rebuilt: await scored() };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The property: whatever way a hospital's log arrives, the rows are those of one sorted batch, and a
 * rebuild changes nothing.
 */
export async function assertArrivalDoesNotMatter(
  numRuns: number,
  afterwards: readonly Delivery['afterwards'][],
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      hospital().chain((drawn) => fc.tuple(fc.constant(drawn), arrival(drawn, afterwards))),
      async ([drawn, deliveries]) => {
        const expected = await inOneSortedBatch(drawn);
        const { incremental, rebuilt } = await asItArrives(drawn.site, deliveries);
        expect(incremental).toEqual(expected);
        expect(rebuilt).toEqual(expected);
      },
    ),
    { numRuns: Number(process.env.RUNS ?? numRuns) },
  );
}
