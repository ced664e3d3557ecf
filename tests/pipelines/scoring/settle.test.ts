import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import type { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { storedBatch } from '../../../pipelines/scoring/stored-batch.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { openStore } from '../../property/scored.ts';
import { byVersion } from '../../reference/versions.ts';
import { admit, observe, siteWith } from '../../support/scenario.ts';

const site = siteWith();
const folder = mkdtempSync(join(tmpdir(), 'vi-settle-'));
let store: ScoringStore;
beforeAll(async () => {
  store = await openStore(site);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Version {
  readonly event: WardEvent;
  readonly delivery: number;
}

/** The rule in plain maps: what each delivery brings again, and which version of each event counts. */
class Naive {
  private readonly versions = new Map<string, Version[]>();

  /** Returns the rows that are known to the letter. */
  take(delivery: number, events: readonly WardEvent[]): number[] {
    return events.flatMap((event, row) => {
      const key = `${event.source} ${event.id}`;
      const before = this.versions.get(key) ?? [];
      if (before.some((each) => byVersion(each.event, event) === 0)) return [row];
      this.versions.set(key, [...before, { event, delivery }]);
      return [];
    });
  }

  counting(): Version[] {
    return [...this.versions.values()].map((all) =>
      all.reduce((best, each) => (byVersion(each.event, best.event) > 0 ? each : best)),
    );
  }

  superseded(): Version[] {
    const counting = new Set(this.counting());
    return [...this.versions.values()].flat().filter((each) => !counting.has(each));
  }
}

const observed = observe('9', 'heart-rate', 80);
const admitted = admit('8', 'A');
/** Versions of few events, which tie in time, standing and more. */
const version: fc.Arbitrary<WardEvent> = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    source: fc.constantFrom('ehr', 'Monitor'),
    status: fc.constantFrom('final', 'final', 'amended', 'entered-in-error'),
    later: fc.constantFrom(0, 0, 0, 60_000_000),
    body: fc.constantFrom<object>(
      { ...observed, value: 80 },
      { ...observed, value: 90 },
      { ...observed, code: 'mood', value: 'fine' },
      { ...observed, code: 'mood', value: 'Fin', unit: 'x' },
      { ...observed, code: 'mood', value: 0, unit: 'x' },
      { ...observed, code: 'mood', value: true },
      { ...observed, code: 'mood', value: -1 },
      admitted,
      { ...admitted, bed: '2' },
      { ...admitted, bed: '10', pregnant: false },
      { ...admitted, age: 71 },
    ),
  })
  .map(({ id, source, status, later, body }) => {
    const event = { ...body, id, source, status } as WardEvent;
    return { ...event, recordedAt: event.recordedAt + later };
  });

const deliveries = fc.array(fc.array(version, { maxLength: 8 }), { minLength: 2, maxLength: 6 });

/** Stores deliveries; expects of each what plain maps say, and of the tables in the end. */
async function deliver(into: ScoringStore, run: string, all: readonly WardEvent[][]) {
  const naive = new Naive();
  for (const events of all) {
    const batch = toArrow(events);
    // a delivery may come in any number of batches
    const half = events.length >> 1;
    const batches = [batch.slice(0, half), batch.slice(half)].filter(({ numRows }) => numRows > 0);
    const { delivery, duplicates } = await into.store(batches, [], {
      ...{ topic: 'test', partition: 0, nextOffset: 0 },
    });
    expect(duplicates).toEqual(naive.take(delivery ?? 0, events));
  }
  await expectRows(into, 'event', run, naive.counting());
  await expectRows(into, 'superseded_event', run, naive.superseded());
}

async function expectRows(
  into: ScoringStore,
  table: string,
  run: string,
  versions: readonly Version[],
): Promise<void> {
  const { connection } = into;
  await connection.run('create or replace temp table expected as from event limit 0');
  for (const { event, delivery } of versions) {
    connection.append('temp.main.expected', storedBatch(toArrow([event]), delivery));
  }
  const found = `(from ${table} where starts_with(id, '${run}-'))`;
  const [difference] = await connection.rows(`
    select
      (select count(*) from (from ${found} except all from expected)) as more,
      (select count(*) from (from expected except all from ${found})) as less`);
  expect(difference).toEqual({ more: 0, less: 0 });
}

test('deliveries settle as plain maps say, whatever comes again, corrected or at once', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(deliveries, async (all) => {
      // each run has events of its own in the one store
      const name = `r${run++}`;
      const named = (event: WardEvent) => ({ ...event, id: `${name}-${event.id}` });
      await deliver(
        store,
        name,
        all.map((events) => events.map(named)),
      );
      await store.identities.filled();
    }),
    { numRuns: 15 },
  );
});

test('after a restart the log is known again', async () => {
  const path = join(folder, 'restart.duckdb');
  const first = await openStore(site, path);
  const events = ['a', 'b', 'c'].map((id) => ({ ...observed, id: `x-${id}` }) as WardEvent);
  const amended = { ...events[1]!, status: 'amended' } as WardEvent;
  const position = { topic: 'test', partition: 0, nextOffset: 0 };
  await first.store([toArrow(events)], [], position);
  await first.store([toArrow([amended])], [], position);
  await first.close();
  // once before the table is filled, once after
  for (const isFilled of [false, true]) {
    const again = await openStore(site, path);
    if (isFilled) {
      await again.store([toArrow([events[0]!])], [], position);
      await again.identities.filled();
    }
    const { duplicates } = await again.store(
      [
        toArrow([
          events[1]!,
          { ...observed, id: `x-${isFilled}` } as WardEvent,
          events[2]!,
          amended,
        ]),
      ],
      [],
      position,
    );
    expect(duplicates).toEqual([0, 2, 3]);
    const [rows] = await again.connection.rows(
      `select (select count(*) from event) as counting,
        (select count(*) from superseded_event) as superseded`,
    );
    expect(rows).toEqual({ counting: isFilled ? 5 : 4, superseded: 1 });
    await again.close();
  }
});

test('events sent again and again take no room', async () => {
  const events = Array.from(
    { length: 100 },
    (_, n) => ({ ...observed, id: `y-${n}` }) as WardEvent,
  );
  const position = { topic: 'test', partition: 0, nextOffset: 0 };
  await store.store([toArrow(events)], [], position);
  const { size } = store.identities;
  for (let time = 0; time < 3; time++) await store.store([toArrow(events)], [], position);
  expect(store.identities.size).toBe(size);
});
