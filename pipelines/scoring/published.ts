import type { RecordBatch } from 'apache-arrow';
import type { Connection } from '../warehouse/connection.ts';
import { deleteMeta, readMeta } from './meta.ts';

/** The highest numbers that a reader of the outbox has seen. */
export interface Seen {
  readonly revision: number;
  readonly delivery: number;
}

/** In `meta`: the published rows are still to be compared with those of the file. */
const UNCOMPARED = 'published is uncompared';

/**
 * Moves the outbox past a revision that its readers have seen. If the file's own revision is lower, the file was lost
 * or restored, and rows may be published that it does not have: `withdrawOthers` compares them later.
 */
export async function skipRevisions(connection: Connection, revision: number): Promise<void> {
  await connection.transaction(async () => {
    await connection.run(
      `insert into meta select '${UNCOMPARED}', '' from outbox where revision < $revision
        on conflict do nothing`,
      { revision },
    );
    await connection.run('update outbox set revision = $revision where revision < $revision', {
      revision,
    });
  });
}

/** True if rows may be published that the file does not have: see `withdrawOthers`. */
export async function isUncompared(connection: Connection): Promise<boolean> {
  return (await readMeta(connection, UNCOMPARED)) !== null;
}

/**
 * Withdraws the published encounter-hours of a partition that are not scored here. Everything stored must be scored.
 * @param published all of them: columns encounter_id, ward_id, hour
 */
export async function withdrawOthers(
  connection: Connection,
  published: AsyncIterable<RecordBatch>,
  partition: number,
): Promise<void> {
  await connection.run(
    'create or replace temp table published_key as select encounter_id, ward_id, hour from encounter_hour limit 0',
  );
  for await (const batch of published) connection.append('temp.main.published_key', batch);
  await connection.transaction(async () => {
    await connection.run('update outbox set revision = revision + 1');
    await connection.run(
      `insert into withdrawn_hour
        select encounter_id, ward_id, hour, $partition, next_offset, stream_time,
          (select revision from outbox)
        from (from published_key anti join encounter_hour using (encounter_id, ward_id, hour))
        join stream on stream."partition" = $partition`,
      { partition },
    );
    await deleteMeta(connection, UNCOMPARED);
  });
  await connection.run('drop table temp.main.published_key');
}

/**
 * Withdraws those of some published encounter-hours that are not scored here. Everything stored must be scored.
 * @param hours JSON objects, by the columns of encounter-hours
 * @returns how many were computed from events that are not stored here yet; they stay as they are
 */
export async function withdrawUnknown(
  connection: Connection,
  hours: readonly Uint8Array[],
): Promise<number> {
  const keys = `[${hours.map((hour) => Buffer.from(hour).toString('utf8')).join()}]`;
  await connection.transaction(async () => {
    await connection.run('update outbox set revision = revision + 1');
    await connection.run(
      `create or replace temp table published_hour as
        select keys.*, stream.next_offset, stream.stream_time
        from (
          select unnest(from_json($keys, '[{"encounter_id":"varchar","ward_id":"varchar",
            "hour":"timestamp","partition":"integer","offset":"bigint"}]'), recursive := true)
        ) keys
        join stream on stream.partition = keys.partition`,
      { keys },
    );
    await connection.run(`
      insert into withdrawn_hour
        select distinct
          encounter_id, ward_id, hour, published_hour.partition, next_offset, stream_time,
          (select revision from outbox)
        from published_hour anti join encounter_hour using (encounter_id, ward_id, hour)
        where published_hour."offset" < next_offset`);
  });
  const [ahead] = await connection.rows<{ n: number }>(
    'select count(*) as n from published_hour where "offset" >= next_offset',
  );
  return ahead!.n;
}
