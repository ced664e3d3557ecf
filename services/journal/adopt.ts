import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decodeValues } from '../../pipelines/events/decode.ts';
import { toWireEvent } from '../../pipelines/events/encode.ts';
import { ACCEPTED } from '../../pipelines/events/event-rules.ts';
import type { Connection } from '../../pipelines/warehouse/warehouse.ts';
import { EVENT_COLUMNS } from '../../schemas/event-batch.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { syncFolder } from '../platform/durable-files.ts';
import { Journal, JournalFault, type JournalOptions } from './journal.ts';

const COLUMNS = Object.keys(EVENT_COLUMNS).join(', ');
const STORED = '(from event union all by name from superseded_event)';
/** Most events of one append. */
const APPEND_EVENTS = 5_000;

/**
 * Creates a journal from the events of a scorer's file, which was the log before there were journals: every
 * version of every event, in the order of delivery, with its sender. Positions end where those of the scorer
 * do, so that it continues without reading anything again. Atomic: if the folder exists, it is a complete
 * journal.
 * @param sources how far other logs were read
 * @returns the number of events
 */
export async function adoptStored(
  folder: string,
  connection: Connection,
  log: { readonly topic: string; readonly partition: number; readonly nextOffset: number },
  {
    onProgress = () => {},
    ...options
  }: JournalOptions & { onProgress?: (done: number, of: number) => void } = {},
): Promise<number> {
  const [count] = await connection.rows<{ n: number }>(`select count(*) as n from ${STORED}`);
  const total = count!.n;
  if (total > log.nextOffset)
    throw new JournalFault('The stored log has more events than positions');
  const temporary = `${folder}.new`;
  await rm(temporary, { recursive: true, force: true });
  const journal = await Journal.create(temporary, log.nextOffset - total, options);
  const senders = await sendersOf(connection);
  let done = 0;
  for await (const { delivery, events } of deliveries(connection)) {
    await journal.append({ events, senders: senders(delivery) });
    done += events.length;
    onProgress(done, total);
  }
  for (const { topic, next_offset } of await connection.rows<{
    topic: string;
    next_offset: number;
  }>('select topic, next_offset from position where topic <> $topic', { topic: log.topic })) {
    const source = { topic, nextOffset: next_offset };
    await journal.append({ events: [], senders: new Map(), source });
  }
  const { end } = journal;
  await journal.close();
  if (end !== log.nextOffset) throw new JournalFault('The stored log could not be read as a whole');
  await rename(temporary, folder);
  await syncFolder(dirname(folder));
  return total;
}

/** Yields the stored events in order, those of one delivery together if they are few. */
async function* deliveries(connection: Connection) {
  let held: { delivery: number; events: WardEvent[] } = { delivery: -1, events: [] };
  const query = `select ${COLUMNS}, delivery from ${STORED} order by delivery`;
  for await (const batch of connection.batches(query)) {
    const numbers = batch.getChild('delivery')!;
    const values = Array.from({ length: batch.numRows }, (_, row) => toWireEvent(batch, row));
    const { events } = decodeValues(values, ACCEPTED);
    if (events.length !== values.length) throw new JournalFault('A stored event cannot be read');
    for (const [row, event] of events.entries()) {
      const delivery = Number(numbers.get(row));
      if (delivery !== held.delivery || held.events.length >= APPEND_EVENTS) {
        if (held.events.length > 0) yield held;
        held = { delivery, events: [] };
      }
      held.events.push(event);
    }
  }
  if (held.events.length > 0) yield held;
}

/** Returns the sender of the events of each source, by delivery: the last note counts. */
async function sendersOf(connection: Connection) {
  const noted = await connection.rows<{ source: string; sender: string; delivery: number }>(
    'from provenance order by delivery',
  );
  const senders = new Map<string, string>();
  let at = 0;
  // deliveries come in order
  return (delivery: number): ReadonlyMap<string, string> => {
    for (; at < noted.length && noted[at]!.delivery <= delivery; at++) {
      senders.set(noted[at]!.source, noted[at]!.sender);
    }
    return new Map(senders);
  };
}
