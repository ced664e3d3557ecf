import { createHash } from 'node:crypto';
import { MEDICATION_FORMS, OBSERVATION_CODES, TASKS } from '../../schemas/vocabulary.ts';
import type { Connection } from '../warehouse/connection.ts';
import { readApart } from './apart.ts';
import { deleteMeta, readMeta, writeMeta } from './meta.ts';
import { observationCodes } from './settings.ts';
import { runStage, stageSql } from './stages.ts';

/** In `meta`, what the facts of the file were made with. */
const NOTED = 'facts';
/** Events whose facts are made at a time: bounds memory. */
const EVENTS_AT_A_TIME = 5_000_000;
/** Observations that matter for a week. */
const LASTING = { first: 'function.hygiene', last: 'mmse' };

const VITAL_SIGNS: readonly (keyof typeof OBSERVATION_CODES)[] = [
  ...(['respiratory-rate', 'spo2', 'supplemental-oxygen', 'systolic-bp'] as const),
  ...(['heart-rate', 'consciousness', 'temperature'] as const),
];

/** Called before each part of the facts is made: encounters done, of how many. */
export type FactsProgress = (done: number, of: number) => void;

/** The words that facts stand for, by type. A fact has the place of its word among all. */
const WORDS: readonly { type: string; word: string }[] = [
  ...Object.keys(OBSERVATION_CODES).map((word) => ({ type: 'observation', word })),
  ...[...TASKS, 'task'].map((word) => ({ type: 'task', word })),
  ...[...MEDICATION_FORMS, 'medication'].map((word) => ({ type: 'medication', word })),
  { type: 'care-need', word: 'care-need' },
];

const placeOf = (word: string) => WORDS.findIndex((each) => each.word === word);

/**
 * SQL macros that read facts:
 * - `kind(word)`: the number of a word; a constant, and an error for a word that is none;
 * - `kind_of_type(type)`: that of an event whose word the vocabulary does not have;
 * - `is_observation(kind)`, `is_task(kind)`, `is_lasting(kind)`: what was observed; done as a task; matters for a week;
 * - `is_vital_sign(kind)`, `is_function_level(kind)`: one of the seven parameters of NEWS2; of the four areas.
 */
function macros(): string[] {
  const between = (first: string, last: string) =>
    `kind between ${placeOf(first)} and ${placeOf(last)}`;
  return [
    'kind(word) as enum_code(word::fact_word)',
    `kind_of_type(type) as (case when type = 'task' then ${placeOf('task')}
      when type = 'medication' then ${placeOf('medication')} else ${placeOf('care-need')} end)::utinyint`,
    `is_task(kind) as ${between(TASKS[0], 'task')}`,
    `is_observation(kind) as ${between(WORDS[0]!.word, LASTING.last)}`,
    `is_lasting(kind) as ${between(LASTING.first, LASTING.last)}`,
    `is_vital_sign(kind) as kind in (${VITAL_SIGNS.map(placeOf).join()})`,
    `is_function_level(kind) as ${between('function.hygiene', 'function.mobility')}`,
  ];
}

/** Creates what facts are made and read with: the words, with the plausible range of their values, and the macros. */
export async function createFactKinds(connection: Connection): Promise<void> {
  const ranges = new Map(observationCodes().map((each) => [each.code, each]));
  const kinds = WORDS.map(({ type, word }, kind) => {
    const {
      counted_bit = null,
      plausible_low = null,
      plausible_high = null,
    } = ranges.get(word) ?? {};
    return { type, word, kind, counted_bit, plausible_low, plausible_high };
  });
  await connection.run(
    `create or replace temp table fact_kind as
      select unnest(from_json($kinds, '[{"type":"varchar","word":"varchar","kind":"utinyint",
        "counted_bit":"integer","plausible_low":"double","plausible_high":"double"}]'), recursive := true)`,
    { kinds: JSON.stringify(kinds) },
  );
  const words = WORDS.map(({ word }) => `'${word}'`).join();
  await connection.run(`create or replace temp type fact_word as enum (${words})`);
  for (const macro of macros()) await connection.run(`create or replace temp macro ${macro}`);
}

/**
 * Numbers the encounters that a delivery names first. Runs within the caller's transaction, before its rows
 * are settled.
 */
export async function numberEncounters(connection: Connection, delivery: number): Promise<void> {
  await addEncounters(connection, `delivery = ${delivery}`);
}

async function addEncounters(connection: Connection, where: string): Promise<void> {
  await connection.run(`
    insert into known_encounter
      select
        encounter_id,
        (select coalesce(max(encounter_key), 0) from known_encounter) + row_number() over (order by first_row)
      from (
        select encounter_id, min(rowid) as first_row from event
        where ${where} and encounter_id is not null
        group by encounter_id
      ) anti join known_encounter using (encounter_id)`);
}

/**
 * Makes the facts of a delivery whose versions are settled, and again those of instants where an event went or
 * several say the same. Runs within the caller's transaction.
 * @param isRepeated whether `ranked_version` has what the delivery brought again
 */
export async function settleFacts(
  connection: Connection,
  delivery: number,
  isRepeated: boolean,
): Promise<void> {
  await stateEvents(connection, `delivery = ${delivery}`);
  await connection.run(`
    create or replace temp table changed_instant as
      select distinct encounter_key, occurred_at
      from stated semi join fact using (encounter_key, occurred_at, kind)
      where is_observation`);
  if (isRepeated) {
    await connection.run(
      `insert into changed_instant
        select distinct encounter_key, occurred_at
        from ranked_version join known_encounter using (encounter_id)
        where event_row is not null and ordinal > 1 and delivery < $delivery`,
      { delivery },
    );
  }
  const [changed] = await connection.rows<{ n: number }>(
    'select count(*) as n from changed_instant',
  );
  await readApart(connection, async () => {
    if (changed!.n > 0) await stateAgain(connection);
    await addFacts(connection);
  });
}

/** Puts all that the log says of the changed instants in the place of the facts that are there. */
async function stateAgain(connection: Connection): Promise<void> {
  await connection.run(`
    delete from fact using changed_instant
      where fact.encounter_key = changed_instant.encounter_key
        and fact.occurred_at = changed_instant.occurred_at`);
  await connection.run(`
    create or replace temp table stated_first as
      from stated anti join changed_instant using (encounter_key, occurred_at)`);
  // two narrow columns say which rows, and those are read
  await connection.run(`
    create or replace temp table event_again as
      select event.rowid as event_row, encounter_key
      from (select distinct * from changed_instant) changed_instant
      join known_encounter using (encounter_key)
      join event using (encounter_id, occurred_at)`);
  await connection.run(`
    create or replace temp view fact_event as
      select event_row, event.*, encounter_key
      from event join event_again on event.rowid = event_row`);
  await runStage(connection, 'stated');
  await connection.run('insert into stated from stated_first');
}

async function stateEvents(connection: Connection, where: string): Promise<void> {
  await connection.run(`
    create or replace temp view fact_event as
      select event.rowid as event_row, event.*, encounter_key
      from event join known_encounter using (encounter_id) where ${where}`);
  await runStage(connection, 'stated');
}

async function addFacts(connection: Connection): Promise<void> {
  await connection.run(`insert into fact ${stageSql('fact')}`);
}

/**
 * Makes all facts again from the log, if they were made by another rule or not at all. Runs within the
 * caller's transaction, when every delivery is settled.
 */
export async function renewFacts(
  connection: Connection,
  onProgress: FactsProgress = () => {},
): Promise<void> {
  const rule = digest();
  if ((await readMeta(connection, NOTED)) === rule) return;
  await deriveFacts(connection, onProgress);
  await writeMeta(connection, NOTED, rule);
}

/** Notes that the facts no longer follow from the log: `renewFacts` makes them again. */
export async function forgetFacts(connection: Connection): Promise<void> {
  await deleteMeta(connection, NOTED);
}

/** Makes all facts again from the log, within the caller's transaction. */
async function deriveFacts(connection: Connection, onProgress: FactsProgress): Promise<void> {
  await connection.run('delete from fact');
  await addEncounters(connection, 'true');
  const [size] = await connection.rows<{ events: number; last: number }>(
    `select (select count(*) from event) as events,
      (select coalesce(max(encounter_key), 0) from known_encounter) as last`,
  );
  const step = Math.ceil(
    (size!.last * EVENTS_AT_A_TIME) / Math.max(size!.events, EVENTS_AT_A_TIME),
  );
  for (let from = 0; from < size!.last; from += step) {
    onProgress(from, size!.last);
    await stateEvents(connection, `encounter_key > ${from} and encounter_key <= ${from + step}`);
    await addFacts(connection);
  }
}

function digest(): string {
  const rule = [stageSql('stated'), stageSql('fact'), WORDS, observationCodes()];
  return createHash('sha256').update(JSON.stringify(rule)).digest('hex');
}
