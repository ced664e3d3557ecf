import { afterEach, beforeEach } from 'vitest';
import {
  type Grain,
  intensity,
  type Query,
  type WardHourRange,
} from '../../../pipelines/serving/queries.ts';
import { QUERY_LIMITS } from '../../../pipelines/serving/query-pool.ts';
import { ServingStore } from '../../../pipelines/serving/store.ts';
import type { Micros } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import { Scorer } from '../../../services/scorer/scorer.ts';
import { LocalHourLog } from '../../../services/transport/local/hour-log.ts';
import type { Delivery } from '../../reference/as-known.ts';
import type { Question } from '../../reference/balance.ts';
import type { IntensityRow } from './bucket-row.ts';

const OPTIONS = { threads: 1 };

/** A scorer and what it serves, in memory, as they run in one process. */
export class Stores {
  readonly scorer: Scorer;
  readonly serving: ServingStore;

  private constructor(scorer: Scorer, serving: ServingStore) {
    this.scorer = scorer;
    this.serving = serving;
  }

  static async open(site: Site): Promise<Stores> {
    return new Stores(
      await Scorer.open(':memory:', site, undefined, OPTIONS),
      await openServing(site),
    );
  }

  /** Opens stores, lets `work` use them, and closes them. */
  static async with<T>(site: Site, work: (stores: Stores) => Promise<T>): Promise<T> {
    const stores = await Stores.open(site);
    try {
      return await work(stores);
    } finally {
      await stores.close();
    }
  }

  /** Stores, scores and publishes a delivery. False where nothing came of it to publish. */
  async deliver(delivery: Delivery): Promise<boolean> {
    await this.scorer.publish(delivery);
    await this.scorer.score();
    return relay(this.scorer, this.serving);
  }

  ask<T>(query: Query): Promise<T[]> {
    return answered<T>(this.serving, query);
  }

  intensity(range: WardHourRange, grain: Grain): Promise<IntensityRow[]> {
    return intensityOf(this.serving, range, grain);
  }

  async close(): Promise<void> {
    await this.scorer.close();
    await this.serving.close();
  }
}

/** Stores of a site, new for each test of a file and closed after it. */
export function storesOfEachTest(site: Site): Pick<Stores, 'scorer' | 'serving'> {
  let stores: Stores;
  beforeEach(async () => {
    stores = await Stores.open(site);
  });
  afterEach(() => stores.close());
  return {
    get scorer() {
      return stores.scorer;
    },
    get serving() {
      return stores.serving;
    },
  };
}

export function openServing(site: Site): Promise<ServingStore> {
  const readers = {
    ...QUERY_LIMITS,
    maxConcurrent: 1,
    reserved: 0,
    queueTimeoutMs: 120_000,
    timeoutMs: 120_000,
  };
  return ServingStore.open(':memory:', site, { ...OPTIONS, readers });
}

/** Publishes what changed in the scorer and what staffing it stored. False where nothing did. */
export async function relay(scorer: Scorer, serving: ServingStore): Promise<boolean> {
  const log = await LocalHourLog.open({ scorer, serving });
  return (await log.publish()).streamTime !== null;
}

export function answered<T>(serving: ServingStore, { sql, parameters }: Query): Promise<T[]> {
  return serving.queryPool.rows<T>(sql, parameters);
}

export function intensityOf(serving: ServingStore, range: WardHourRange, grain: Grain) {
  return answered<IntensityRow>(serving, intensity(range, grain));
}

/** The store query that corresponds to a question to the reference. */
export function rangeOf({ wardId, from, to, reader }: Question, knownAt?: Micros): WardHourRange {
  const readers = [{ wardId, treating: reader === 'treating' }];
  return { readers, from, to, knownAt: knownAt ?? null };
}
