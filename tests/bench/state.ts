import { stat } from 'node:fs/promises';
import { ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import type { Connection } from '../../pipelines/warehouse/connection.ts';
import type { Chunk } from '../../services/files/chunk.ts';
import { benchSite } from './hospital.ts';

export const TOPIC = 'ward-events';

/** Opens the scorer's state as the product does, its defaults included. */
export function openState(path: string): Promise<ScoringStore> {
  return ScoringStore.open(path, benchSite, loadModel(benchSite.model));
}

/** What a chunk is stored with. */
export type Delivery = Pick<Chunk, 'batches' | 'rejected' | 'nextOffset'>;

/** Several deliveries that follow one another as one. */
export function joined(deliveries: readonly Delivery[]): Delivery {
  return {
    batches: deliveries.flatMap(({ batches }) => batches),
    rejected: deliveries.flatMap(({ rejected }) => rejected),
    nextOffset: deliveries.at(-1)!.nextOffset,
  };
}

export function storeDelivery(store: ScoringStore, { batches, rejected, nextOffset }: Delivery) {
  return store.store(batches, rejected, { topic: TOPIC, partition: 0, nextOffset });
}

export function commitDelivery(store: ScoringStore, { batches, rejected, nextOffset }: Delivery) {
  return store.commit(batches, rejected, { topic: TOPIC, partition: 0, nextOffset });
}

/** Creates a table with an event's columns and nothing else: no rules, no versions, no offsets. */
export function createPlainTable(connection: Connection): Promise<void> {
  return connection.run(`create table plain as
    select * exclude (is_move, horizon, identity, delivery) from event limit 0`);
}

/** The limit of storing: the same columns into a plain table, durable when done. */
export function appendPlain(
  connection: Connection,
  deliveries: readonly Delivery[],
): Promise<void> {
  return connection.transaction(async () => {
    for (const { batches } of deliveries) {
      for (const batch of batches) connection.append('plain', batch);
    }
  });
}

/** What two ways to the same state must agree on. */
export interface Counts {
  readonly events: number;
  readonly superseded: number;
  readonly rejected: number;
  readonly encounterHours: number;
  /** Millionths of a minute over all encounter-hours. */
  readonly minutes: number;
}

export async function countsOf({ connection }: ScoringStore): Promise<Counts> {
  const [counts] = await connection.rows<Counts>(`select
    (select count(*) from event) as events,
    (select count(*) from superseded_event) as superseded,
    (select count(*) from rejected) as rejected,
    (select count(*) from encounter_hour) as "encounterHours",
    (select coalesce(sum(minutes), 0)::bigint from encounter_hour) as minutes`);
  return counts!;
}

/** Megabytes of a database with its write-ahead log. */
export async function databaseMb(path: string): Promise<number> {
  const sizes = await Promise.all(
    [path, `${path}.wal`].map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1e6;
}
