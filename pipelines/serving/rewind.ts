import type { Micros } from '../../schemas/instant.ts';
import type { Connection } from '../warehouse/warehouse.ts';

/** In `served_with`, the rewinds of the log that the file has had. */
const REWINDS = 'rewinds';

/** How many rewinds of the log a file of what is served has had. */
export async function countRewinds(connection: Connection): Promise<number> {
  const [row] = await connection.rows<{ value: string }>(
    'select value from served_with where name = $name',
    { name: REWINDS },
  );
  return Number(row?.value ?? 0);
}

/**
 * Lowers the stream time of a partition, if it is later. Values that were known later are known at it, and
 * those that were known later alone leave no trace. Runs within the caller's transaction, and notes that it was done.
 */
export async function lowerTime(
  writer: Connection,
  { partition, streamTime, count }: { partition: number; streamTime: Micros; count: number },
): Promise<void> {
  const time = 'make_timestamp($streamTime::bigint)';
  const run = (sql: string) => writer.run(sql, { streamTime });
  await writer.run(
    `update applied set stream_time = least(stream_time, ${time})
      where "partition" = $partition and stream_time is not null`,
    { partition, streamTime },
  );
  await writer.run(`delete from reached where "partition" = $partition and stream_time > ${time}`, {
    partition,
    streamTime,
  });
  for (const table of ['ward_hour', 'staffing', 'superseded_staffing']) {
    await run(`update ${table} set known_at = ${time} where known_at > ${time}`);
  }
  await run(`delete from superseded_ward_hour where known_at >= ${time}`);
  await run(`update superseded_ward_hour set known_until = ${time} where known_until > ${time}`);
  await run(`delete from level where known_until is not null and known_at >= ${time}`);
  await run(`update level set known_until = ${time} where known_until > ${time}`);
  await run(`update level set known_at = ${time} where known_at > ${time}`);
  await writer.run(
    'insert into served_with values ($name, $count) on conflict do update set value = excluded.value',
    { name: REWINDS, count: String(count) },
  );
}
