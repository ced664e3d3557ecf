import { rm } from 'node:fs/promises';
import { ServingStore } from '../../../pipelines/serving/store.ts';
import { Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { Outbox } from '../../../services/scorer/outbox.ts';
import { LIVE_CHECKPOINT } from '../../../services/scorer/scorer.ts';
import { type Figure, ROWS_ALONE } from '../figures.ts';
import { benchSite } from '../hospital.ts';
import { medianSeconds, secondsOf } from '../timing.ts';

/** A scored history taken over by a new serving file: its rows, their ward-hours, and what is usual. */
export async function applying(input: {
  database: string;
  serving: string;
  events: number;
  rounds: number;
}): Promise<Figure & { readonly encounterHours: number }> {
  const { database, serving, events, rounds } = input;
  const warehouse = await Warehouse.open(database);
  const outbox = await Outbox.open(() => warehouse.connect());
  let encounterHours = 0;
  const applyOnce = async () => {
    for (const file of [serving, `${serving}.wal`]) await rm(file, { force: true });
    const store = await ServingStore.open(serving, benchSite, {
      ...{ threads: 1, checkpointAt: LIVE_CHECKPOINT },
    });
    try {
      return await secondsOf(async () => {
        encounterHours = await applyAll(outbox, store);
      });
    } finally {
      await store.close();
    }
  };
  try {
    const { seconds } = await medianSeconds({ seconds: applyOnce }, rounds);
    const stage = 'take a history over to be served';
    return { stage, events, seconds, limit: ROWS_ALONE, encounterHours };
  } finally {
    outbox.close();
    await warehouse.close();
  }
}

async function applyAll(outbox: Outbox, store: ServingStore): Promise<number> {
  const batch = await outbox.nextBatch({ position: 0, streamTime: null }, Number.POSITIVE_INFINITY);
  if (batch === null) throw new Error('Nothing is scored');
  const { revision: position, streamTime } = batch;
  const withdrawn = await outbox.withdrawn(batch);
  return store.applyFirst({
    ...{ partition: 0, position, streamTime },
    ...{ hours: outbox.hours(batch), withdrawn },
  });
}
