import { rm } from 'node:fs/promises';
import { openEventFile } from '../../../services/files/event-file.ts';
import type { Figure } from '../figures.ts';
import { benchRules } from '../hospital.ts';
import {
  appendPlain,
  createPlainTable,
  type Delivery,
  openState,
  storeDelivery,
} from '../state.ts';
import { medianSeconds, secondsOf } from '../timing.ts';

/** Storing prepared batches in a new file database; leaves the last one filled at `database`. */
export async function appending(input: {
  ndjson: string;
  database: string;
  rounds: number;
}): Promise<Figure[]> {
  const { database } = input;
  const deliveries = await decoded(input.ndjson);
  const seconds = await medianSeconds(
    {
      plain: () => appendAll(database, deliveries),
      store: () => storeAll(database, deliveries),
    },
    input.rounds,
  );
  const events = deliveries
    .flatMap(({ batches }) => batches)
    .reduce((sum, { numRows }) => sum + numRows, 0);
  const limit = 'append to a plain table';
  return [
    { stage: limit, events, seconds: seconds.plain },
    { stage: 'store', events, seconds: seconds.store, limit },
  ];
}

async function decoded(ndjson: string): Promise<Delivery[]> {
  const file = await openEventFile(ndjson);
  const deliveries: Delivery[] = [];
  for await (const chunk of file.chunks(0, benchRules)) deliveries.push(chunk);
  return deliveries;
}

async function appendAll(database: string, deliveries: readonly Delivery[]): Promise<number> {
  await remove(database);
  const store = await openState(database);
  await createPlainTable(store.connection);
  const seconds = await secondsOf(() => appendPlain(store.connection, deliveries));
  await store.close();
  return seconds;
}

async function storeAll(database: string, deliveries: readonly Delivery[]): Promise<number> {
  await remove(database);
  const store = await openState(database);
  const seconds = await secondsOf(async () => {
    for (const delivery of deliveries) await storeDelivery(store, delivery);
  });
  await store.close();
  return seconds;
}

async function remove(database: string): Promise<void> {
  for (const file of [database, `${database}.wal`]) await rm(file, { force: true });
}
