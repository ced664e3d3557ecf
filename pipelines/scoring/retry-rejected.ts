import type { RecordBatch } from 'apache-arrow';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { decode } from '../events/decode.ts';
import type { EventRules } from '../events/event-rules.ts';
import { toArrow } from '../events/to-arrow.ts';
import type { Connection } from '../warehouse/connection.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { nextOffset } from './log-positions.ts';

/** A row of `rejected`. */
interface RejectedRow {
  readonly row: number;
  readonly topic: string;
  readonly partition: number;
  readonly raw: Uint8Array;
}

/** Rows that are read together. */
const CHUNK = 10_000;

/** How records are decoded again, and where they go. */
export interface Retry {
  readonly connection: Connection;
  readonly deliveries: DeliveryLog;
  readonly rules: EventRules;
  /** True for an event whose encounter is scored here. */
  readonly isOurs: (event: WardEvent) => boolean;
}

/**
 * Stores the records that were rejected as of an unknown ward, if the site file has the ward now. The log is not read
 * again: the records are in `rejected`.
 */
export async function retryUnknownWards(retry: Retry): Promise<void> {
  const { connection } = retry;
  const logs = await connection.rows<Pick<RejectedRow, 'topic' | 'partition'>>(
    `select distinct topic, "partition" from rejected where reason = 'unknown-ward'`,
  );
  for (const log of logs) {
    for (let after = -1; ; ) {
      const chunk = await connection.rows<RejectedRow>(
        `select rowid as row, topic, "partition", raw from rejected
          where reason = 'unknown-ward' and topic = $topic and "partition" = $partition
            and rowid > $after
          order by rowid limit ${CHUNK}`,
        { ...log, after },
      );
      if (chunk.length === 0) break;
      after = chunk.at(-1)!.row;
      await retryChunk(retry, chunk);
    }
  }
}

/** Stores what decodes of records of one log, as a delivery at the log's position. */
async function retryChunk(
  { connection, deliveries, rules, isOurs }: Retry,
  records: readonly RejectedRow[],
): Promise<void> {
  const { topic, partition } = records[0]!;
  const numbered = records.map(({ raw }, offset) => ({ offset, bytes: raw }));
  const { events, offsets } = decode(numbered, rules);
  if (events.length === 0) return;
  const ours = inColumns(events.filter(isOurs));
  const foreign = inColumns(events.filter((event) => !isOurs(event)));
  const position = {
    topic,
    partition,
    nextOffset: await nextOffset(connection, topic, partition),
  };
  const rows = JSON.stringify(offsets.map((offset) => records[offset]!.row));
  const delivery = await connection.transaction(async () => {
    await connection.run(
      `delete from rejected where rowid in (select unnest(from_json($rows, '["bigint"]')))`,
      { rows },
    );
    return deliveries.append(ours, [], position, { foreign });
  });
  if (delivery !== null) await deliveries.settle(delivery);
}

function inColumns(events: readonly WardEvent[]): RecordBatch[] {
  return events.length === 0 ? [] : [toArrow(events)];
}
