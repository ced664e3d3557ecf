import type { Connection } from '../warehouse/connection.ts';
import { readApart } from './apart.ts';
import { forgetFacts, numberEncounters, settleFacts } from './facts.ts';
import { identityBatch } from './identity-batch.ts';
import type { Contested } from './known-identities.ts';
import { runStage } from './stages.ts';

/** A delivery as it stands in the log. */
export interface Delivery {
  /** The number its rows carry. */
  readonly delivery: number;
  readonly partition: number;
}

/**
 * Settles which row counts of every event that a stored delivery brought, whether new or again, and notes what
 * is to be scored. The other rows leave `event`, versions among them for `superseded_event`. Runs within
 * the caller's transaction; gives the rows of the delivery, counted from 0, that were known to the letter.
 * @param contested where other rows of these events may be; `null` for everywhere
 */
export async function settle(
  connection: Connection,
  { delivery, partition }: Delivery,
  contested: Contested | null = null,
): Promise<number[]> {
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
    'insert into lasting_event from event where delivery = $delivery and horizon = 3',
    { delivery },
  );
  await numberEncounters(connection, delivery);
  await noteContested(connection, delivery, contested);
  await readApart(connection, () => runStage(connection, 'version_candidate'));
  await runStage(connection, 'repeated_identity');
  await connection.run(
    `insert into touched
      select encounter_id, $partition, min(touched_from(occurred_at, is_move, code)) from event
      where delivery = $delivery and horizon > 0
        and identity not in (select identity from repeated_identity)
      group by encounter_id`,
    { partition, delivery },
  );
  await connection.run(
    `create or replace temp table changed_sign as
      select encounter_id, occurred_at from event
      where delivery = $delivery and encounter_id is not null`,
    { delivery },
  );
  const isRepeated = (await connection.rows('select 1 from repeated_identity limit 1')).length > 0;
  const duplicates = isRepeated ? await settleRepeated(connection, { delivery, partition }) : [];
  await runStage(connection, 'changed_silence');
  await connection.run(
    'insert into touched select encounter_id, $partition, from_time from changed_silence',
    { partition },
  );
  await runStage(connection, 'latest_sign');
  await noteSigns(connection, partition);
  await settleFacts(connection, delivery, isRepeated);
  await connection.run('delete from unsettled where delivery = $delivery', { delivery });
  return duplicates;
}

/** Where `version_candidate` looks for other rows of the events of a delivery. */
async function noteContested(
  connection: Connection,
  delivery: number,
  contested: Contested | null,
): Promise<void> {
  await connection.run('create or replace temp table contested_identity (identity ubigint)');
  if (contested === null) {
    await connection.run(
      'insert into contested_identity select identity from event where delivery = $delivery',
      { delivery },
    );
    await connection.run(
      'set variable contested_deliveries = (select list(distinct delivery) from event)',
    );
    return;
  }
  const { identities, deliveries } = contested;
  if (identities.length > 0)
    connection.append('temp.main.contested_identity', identityBatch(identities));
  await connection.run(`set variable contested_deliveries = [${deliveries.join()}]`);
}

async function settleRepeated(
  connection: Connection,
  { delivery, partition }: Delivery,
): Promise<number[]> {
  await readApart(connection, () => runStage(connection, 'ranked_version'));
  await connection.run(
    `insert into touched
      select encounter_id, $partition, touched_from(occurred_at, is_move, code) from ranked_version
      where winner_delivery = $delivery and (ordinal = 1 or delivery < $delivery) and horizon > 0`,
    { partition, delivery },
  );
  await connection.run(
    `insert into changed_sign
      select encounter_id, occurred_at from ranked_version
      where winner_delivery = $delivery and delivery < $delivery and encounter_id is not null`,
    { delivery },
  );
  // rows of a delivery are added together, so their row ids follow one another
  const known = await connection.rows<{ row: number }>(
    `select event_row - (select min(rowid) from event where delivery = $delivery) as row
      from ranked_version where delivery = $delivery and copy > 1 order by row`,
    { delivery },
  );
  await connection.run(
    'delete from event where rowid in (select event_row from ranked_version where ordinal > 1)',
  );
  await placeVersions(connection);
  await runStage(connection, 'lost_sign');
  const isLost = (await connection.rows('select 1 from lost_sign limit 1')).length > 0;
  if (isLost) await restoreSigns(connection, partition);
  return known.map(({ row }) => row);
}

/** Finds the latest event of the encounters that may have lost theirs; of those with none there is no sign. */
async function restoreSigns(connection: Connection, partition: number): Promise<void> {
  await connection.run(`
    create or replace temp table latest_sign as
      select encounter_id, any_value(was_at) as was_at, max(occurred_at) as last_at
      from event join lost_sign using (encounter_id)
      where status <> 'entered-in-error'
      group by encounter_id`);
  await connection.run(
    'delete from sign_of_life where encounter_id in (select encounter_id from lost_sign anti join latest_sign using (encounter_id))',
  );
  await noteSigns(connection, partition);
}

/**
 * Notes the latest event of encounters (`latest_sign`). Where a stay ended by itself, or does so now, it does so
 * at another time: touched from the earlier of the two.
 */
async function noteSigns(connection: Connection, partition: number): Promise<void> {
  await connection.run(
    `insert into touched
      select encounter_id, $partition, silent_at
      from (
        select encounter_id, least(was_at, last_at) + to_days(silent_stay_days) as silent_at
        from latest_sign, site where was_at is not null
      )
      where silent_at < (
        select date_trunc('hour', stream_time) + interval 1 hour from stream
        where "partition" = $partition
      )`,
    { partition },
  );
  await connection.run(`
    insert into sign_of_life select encounter_id, last_at from latest_sign
      on conflict do update set last_at = excluded.last_at`);
}

/**
 * Settles again which version counts, for every event with several, by the present rule. Runs within the
 * caller's transaction, if no delivery is unsettled; what is scored is to be scored again.
 */
export async function resettle(connection: Connection): Promise<void> {
  await connection.run(
    'create or replace temp table repeated_identity as select distinct identity from superseded_event',
  );
  await connection.run(
    'create or replace temp table version_candidate as select rowid as event_row, identity from event semi join repeated_identity using (identity)',
  );
  await runStage(connection, 'ranked_version');
  const other =
    'select 1 from ranked_version where (ordinal = 1) <> (event_row is not null) limit 1';
  if ((await connection.rows(other)).length > 0) await forgetFacts(connection);
  await connection.run(
    'delete from event where identity in (select identity from repeated_identity)',
  );
  await connection.run(`
    insert into event by name
      select * exclude (event_row, ordinal, winner_delivery, copy) from ranked_version where ordinal = 1`);
  await placeVersions(connection);
  await connection.run(`
    create or replace temp table latest_sign as
      select encounter_id, max(occurred_at) as last_at from event
      where encounter_id is not null and status <> 'entered-in-error'
      group by encounter_id`);
  await connection.run(
    'delete from sign_of_life where encounter_id not in (select encounter_id from latest_sign)',
  );
  await connection.run(`
    insert into sign_of_life from latest_sign
      on conflict do update set last_at = excluded.last_at`);
}

/** The ranked versions of repeated events to where they belong beside `event`. */
async function placeVersions(connection: Connection): Promise<void> {
  const isRepeated = 'identity in (select identity from repeated_identity)';
  await connection.run(`delete from lasting_event where ${isRepeated}`);
  await connection.run(`
    insert into lasting_event by name
      select * exclude (event_row, ordinal, winner_delivery, copy) from ranked_version
      where ordinal = 1 and horizon = 3`);
  await connection.run(`delete from superseded_event where ${isRepeated}`);
  await connection.run(`
    insert into superseded_event by name
      select * exclude (event_row, ordinal, winner_delivery, copy) from ranked_version
      where ordinal > 1 and copy = 1`);
}
