import type { Connection, Statements } from '../warehouse/connection.ts';
import { forgetFacts, numberEncounters, settleFacts } from './facts.ts';
import type { Contested } from './known-identities.ts';
import { numberBatch } from './number-batch.ts';
import { PlannedTables } from './planned-tables.ts';
import type { Delivery, SettlingTables } from './settling-tables.ts';
import { runStage, stageSql } from './stages.ts';

/**
 * Settles a delivery that was stored before (it is in `unsettled`), within the caller's transaction.
 * @returns as `settle` does
 */
export async function settleStored(
  connection: Connection,
  delivery: Delivery,
  contested: Contested | null = null,
): Promise<number[]> {
  const duplicates = await settle(await PlannedTables.of(connection, delivery), contested);
  await connection.run(`delete from unsettled where delivery = ${delivery.delivery}`);
  return duplicates;
}

/**
 * Settles which row counts of every event that the delivery at hand brought, whether new or again, and notes what
 * is to be scored. The other rows leave `event`, versions among them for `superseded_event`. Runs within
 * the caller's transaction; gives the rows of the delivery, counted from 0, that were known to the letter.
 * @param contested where other rows of these events may be; `null` for everywhere
 */
export async function settle(
  tables: SettlingTables,
  contested: Contested | null,
): Promise<number[]> {
  await tables.run(`
    insert into stream
      select delivery_at_hand.partition, max(recorded_at), null, any_value(next_offset)
      from arrived join delivery_at_hand using (delivery)
      group by delivery_at_hand.partition
      on conflict do update set
        stream_time = greatest(stream_time, excluded.stream_time),
        next_offset = excluded.next_offset`);
  await tables.run(
    'insert into lasting_event select * exclude (event_row) from arrived where horizon = 3',
  );
  await numberEncounters(tables);
  const isRepeated = await findRepeated(tables, contested);
  await tables.run(`
    insert into touched
      select encounter_id, any_value(delivery_at_hand.partition), min(touched_from(occurred_at, is_move, code))
      from arrived join delivery_at_hand using (delivery)
      where horizon > 0 and identity not in (select identity from repeated_identity)
      group by encounter_id`);
  // what comes is the latest of its encounter as a rule, and then there was no silence to change
  const early = await tables.fill(
    'changed_sign',
    `select encounter_id, arrived.occurred_at
      from sign_of_life join arrived using (encounter_id) where arrived.occurred_at < last_at`,
  );
  const duplicates = isRepeated ? await settleRepeated(tables) : [];
  if (early > 0 || isRepeated) await noteSilences(tables);
  const latest = await tables.fill('latest_sign', stageSql('latest_sign'));
  if (latest > 0) await noteSigns(tables);
  await settleFacts(tables, isRepeated);
  return duplicates;
}

/**
 * Finds the identities of the delivery that have other rows, into `repeated_identity`.
 * @returns whether there are any
 */
async function findRepeated(tables: SettlingTables, contested: Contested | null): Promise<boolean> {
  if (contested?.identities.length === 0) {
    await tables.empty('repeated_identity');
    return false;
  }
  await noteContested(tables, contested);
  await tables.apart(() => tables.fill('version_candidate', stageSql('version_candidate')));
  return (await tables.fill('repeated_identity', stageSql('repeated_identity'))) > 0;
}

/** Where `version_candidate` looks for other rows of the events of the delivery. */
async function noteContested(tables: SettlingTables, contested: Contested | null): Promise<void> {
  if (contested === null) {
    await tables.fill('contested_identity', 'select identity from arrived');
    await tables.fill('contested_delivery', 'select distinct delivery from event');
    return;
  }
  const { identities, deliveries } = contested;
  await tables.load('contested_identity', numberBatch(identities));
  await tables.load('contested_delivery', numberBatch(Int32Array.from(deliveries)));
}

/** Touches the encounters whose silences may be others, since an event came or went (`changed_sign`). */
async function noteSilences(tables: SettlingTables): Promise<void> {
  await tables.run(`
    insert into touched
      select encounter_id, delivery_at_hand.partition, from_time
      from (${stageSql('changed_silence')}), delivery_at_hand`);
}

async function settleRepeated(tables: SettlingTables): Promise<number[]> {
  await tables.apart(() => tables.fill('ranked_version', stageSql('ranked_version')));
  await tables.run(`
    insert into touched
      select encounter_id, delivery_at_hand.partition, touched_from(occurred_at, is_move, code)
      from ranked_version, delivery_at_hand
      where winner_delivery = delivery_at_hand.delivery
        and (ordinal = 1 or ranked_version.delivery < delivery_at_hand.delivery) and horizon > 0`);
  await tables.run(`
    insert into changed_sign
      select encounter_id, occurred_at
      from ranked_version, delivery_at_hand
      where winner_delivery = delivery_at_hand.delivery
        and ranked_version.delivery < delivery_at_hand.delivery and encounter_id is not null`);
  // rows of a delivery are added together, so their row ids follow one another
  const known = await tables.rows<{ row: number }>(`
    select event_row - (select min(event_row) from arrived) as row
      from ranked_version where delivery = (select delivery from delivery_at_hand) and copy > 1 order by row`);
  await tables.run(
    'delete from event where rowid in (select event_row from ranked_version where ordinal > 1)',
  );
  await tables.leave();
  await placeVersions(tables);
  const lost = await tables.fill('lost_sign', stageSql('lost_sign'));
  if (lost > 0) await restoreSigns(tables);
  return known.map(({ row }) => row);
}

/** Finds the latest event of the encounters that may have lost theirs; of those with none there is no sign. */
async function restoreSigns(tables: SettlingTables): Promise<void> {
  await tables.fill(
    'latest_sign',
    `select encounter_id, any_value(was_at) as was_at, max(occurred_at) as last_at
      from event join lost_sign using (encounter_id)
      where status <> 'entered-in-error'
      group by encounter_id`,
  );
  await tables.run(
    'delete from sign_of_life where encounter_id in (select encounter_id from lost_sign anti join latest_sign using (encounter_id))',
  );
  await noteSigns(tables);
}

/**
 * Notes the latest event of encounters (`latest_sign`). Where a stay ended by itself, or does so now, it does so
 * at another time: touched from the earlier of the two.
 */
async function noteSigns(tables: SettlingTables): Promise<void> {
  await tables.run(`
    insert into touched
      select encounter_id, partition, silent_at
      from (
        select encounter_id, least(was_at, last_at) + to_days(silent_stay_days) as silent_at
        from latest_sign, site where was_at is not null
      ), delivery_at_hand
      where silent_at < (
        select date_trunc('hour', stream_time) + interval 1 hour
        from stream join delivery_at_hand using (partition)
      )`);
  await tables.run(`
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
async function placeVersions(statements: Statements): Promise<void> {
  const isRepeated = 'identity in (select identity from repeated_identity)';
  await statements.run(`delete from lasting_event where ${isRepeated}`);
  await statements.run(`
    insert into lasting_event by name
      select * exclude (event_row, ordinal, winner_delivery, copy) from ranked_version
      where ordinal = 1 and horizon = 3`);
  await statements.run(`delete from superseded_event where ${isRepeated}`);
  await statements.run(`
    insert into superseded_event by name
      select * exclude (event_row, ordinal, winner_delivery, copy) from ranked_version
      where ordinal > 1 and copy = 1`);
}
