import type { Connection } from '../warehouse/connection.ts';
import { runStage } from './stages.ts';

/** A delivery as it stands in the log. */
export interface Delivery {
  /** The number its rows carry. */
  readonly delivery: number;
  readonly partition: number;
}

/**
 * Settles which row counts of every event that a kept delivery brought again or anew, and notes what is
 * to be scored. The other rows leave `event`, versions among them for `superseded_event`. Runs within
 * the caller's transaction; says how many rows of the delivery were known to the letter.
 */
export async function settle(
  connection: Connection,
  { delivery, partition }: Delivery,
): Promise<number> {
  await connection.run(`set variable delivery = ${delivery}`);
  await connection.run(
    `insert into stream
      select partition, max(recorded_at), null, any_value(next_offset)
      from event join unsettled using (delivery)
      where delivery = $delivery
      group by partition
      on conflict do update set
        stream_time = greatest(stream_time, excluded.stream_time),
        next_offset = excluded.next_offset`,
    { delivery },
  );
  await connection.run(
    'insert into lasting_event from event where delivery = $delivery and horizon >= 2',
    { delivery },
  );
  await runStage(connection, 'candidate');
  await runStage(connection, 'contested');
  await connection.run(
    `insert into touched
      select encounter_id, $partition, min(occurred_at) from event
      where delivery = $delivery and horizon > 0
        and identity not in (select identity from contested)
      group by encounter_id`,
    { partition, delivery },
  );
  const isContested = (await connection.rows('select 1 from contested limit 1')).length > 0;
  const duplicates = isContested ? await settleContested(connection, { delivery, partition }) : 0;
  await connection.run('delete from unsettled where delivery = $delivery', { delivery });
  return duplicates;
}

async function settleContested(
  connection: Connection,
  { delivery, partition }: Delivery,
): Promise<number> {
  await runStage(connection, 'rival');
  await runStage(connection, 'known_version');
  await connection.run(
    `insert into touched
      select encounter_id, $partition, occurred_at from rival
      where winner_delivery = $delivery and (place = 1 or delivery < $delivery) and horizon > 0`,
    { partition, delivery },
  );
  const [count] = await connection.rows<{ duplicates: number }>(
    `select (select count(*) from rival where delivery = $delivery)
      - (select count(*) from known_version where delivery = $delivery) as duplicates`,
    { delivery },
  );
  await connection.run(
    'delete from event where rowid in (select event_row from rival where place > 1)',
  );
  const contested = 'identity in (select identity from contested)';
  await connection.run(`delete from lasting_event where ${contested}`);
  await connection.run(`
    insert into lasting_event by name
      select * exclude (event_row, place, winner_delivery) from rival
      where place = 1 and horizon >= 2`);
  await connection.run(`delete from superseded_event where ${contested}`);
  await connection.run(`
    insert into superseded_event by name
      select * exclude (place) from known_version where place > 1`);
  return count!.duplicates;
}
