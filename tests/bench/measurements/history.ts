import { CHUNK_EVENTS } from '../../../services/files/chunk.ts';
import { openEventFile } from '../../../services/files/event-file.ts';
import { readAhead } from '../../../services/files/read-ahead.ts';
import type { Figure } from '../figures.ts';
import { benchRules } from '../hospital.ts';
import {
  type Counts,
  countsOf,
  type Delivery,
  databaseMb,
  joined,
  openState,
  storeDelivery,
} from '../state.ts';
import { secondsOf } from '../timing.ts';

/** The state that live batches come on top of. */
export interface History {
  readonly figures: Figure[];
  readonly counts: Counts;
  readonly databaseMb: number;
}

/** Stores a long history in large deliveries and scores it once. */
export async function history(input: { file: string; database: string }): Promise<History> {
  const { file, database } = input;
  const source = await openEventFile(file);
  const store = await openState(database);
  const stored = await secondsOf(async () => {
    for await (const delivery of readAhead(large(source.chunks(0, benchRules)))) {
      await storeDelivery(store, delivery);
    }
  });
  const scored = await secondsOf(() => store.rescore());
  const counts = await countsOf(store);
  await store.close();
  const events = counts.events + counts.superseded;
  const { encounterHours } = counts;
  return {
    figures: [
      { stage: 'history: read and store', events, seconds: stored },
      { stage: 'history: score', events, seconds: scored, encounterHours },
    ],
    counts,
    databaseMb: await databaseMb(database),
  };
}

/** Arrow files have small batches; a commit takes as many as make a chunk. */
async function* large(chunks: AsyncIterable<Delivery>): AsyncGenerator<Delivery> {
  let held: Delivery[] = [];
  for await (const chunk of chunks) {
    held.push(chunk);
    if (rowsOf(held) >= CHUNK_EVENTS) {
      yield joined(held);
      held = [];
    }
  }
  if (held.length > 0) yield joined(held);
}

function rowsOf(deliveries: readonly Delivery[]): number {
  const batches = deliveries.flatMap((delivery) => delivery.batches);
  return batches.reduce((sum, { numRows }) => sum + numRows, 0);
}
