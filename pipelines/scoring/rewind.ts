import type { Micros } from '../../schemas/instant.ts';
import type { Connection } from '../warehouse/connection.ts';
import { readMeta, writeMeta } from './meta.ts';

/** In `meta`, the rewinds of the log that the file has had. */
const REWINDS = 'rewinds';
const STORED = '(from event union all by name from superseded_event)';

/** How many rewinds of its log a scorer's file has had. */
export async function countRewinds(connection: Connection): Promise<number> {
  return Number((await readMeta(connection, REWINDS)) ?? 0);
}

/**
 * Takes back the ticks of a source that were recorded after an instant. All of them are stored. Stream time
 * becomes the latest recording that is left; those who were scored after it are to be scored again from its hour on,
 * which withdraws later hours. Runs within the caller's transaction, and notes that it was done.
 * @param count the rewinds of the log up to and with this one
 */
export async function rewindTicks(
  connection: Connection,
  { source, to, count }: { source: string; to: Micros; count: number },
): Promise<void> {
  const ticks = "type = 'tick' and source = $source and recorded_at > make_timestamp($to::bigint)";
  for (const table of ['event', 'superseded_event']) {
    await connection.run(`delete from ${table} where ${ticks}`, { source, to });
  }
  await connection.run(`
    create or replace temp table latest as
      select max(recorded_at) as stream_time from ${STORED}`);
  await connection.run(
    'delete from stream where not exists (from latest where stream_time is not null)',
  );
  await connection.run(`
    update stream set
      stream_time = least(stream.stream_time, latest.stream_time),
      scored_time = if(scored_time is null, null, least(scored_time, latest.stream_time))
    from latest`);
  await connection.run(`
    insert into touched
      select encounter_id, encounter."partition", stream_time - escort_grace()
      from encounter join stream using ("partition")
      where encounter.scored_time > stream_time
        and coalesce(ends_at, 'infinity') >= date_trunc('hour', stream_time - escort_grace())`);
  await writeMeta(connection, REWINDS, String(count));
}
