import type { Connection, Statements } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';

/** How much is recomputed at a time: bounds memory and time, whatever the size of a rebuild. */
export interface SliceLimits {
  readonly encounters: number;
  /** Encounter-hours; a stay that is longer is cut by time. */
  readonly hours: number;
}

/**
 * From the events of a slice to scored encounter-hours: every stage in order, each one SELECT in
 * `sql/<name>.sql`. First which encounters are computed, how much of each, and their facts: tables, which the rest reads.
 */
const SLICE_STAGES = [
  'next_encounter',
  'persistent_event',
  'adt_event',
  'moved_stay',
  'stay',
  'silence',
  'counted_stay',
  'rescore_slice',
  'slice_fact',
] as const;

/** Those that look for the rows of a slice in what is stored. */
const SEARCHING_STAGES = ['persistent_event', 'slice_fact'] as const;

/** What is to be recomputed, found once for a slice, and what of it the slice does. */
const SLICE_TABLES = ['rescore_queue', ...SLICE_STAGES] as const;

/**
 * Then their hours, in one statement: a `table` is computed once for the stages after it, a `view` is part of each
 * stage that reads it.
 */
const HOUR_STAGES = {
  scale_known: 'view',
  // presence
  bed_assignment: 'view',
  evaluation_hour: 'table',
  presence: 'table',
  care_need: 'table',
  presence_hour: 'view',
  spell: 'table',
  churn: 'view',
  escort: 'view',
  // observations and care → what is known at each hour
  observation_minute: 'table',
  complete_set: 'view',
  observation_hour: 'table',
  care_item: 'table',
  care_hour: 'view',
  recorded_hour: 'table',
  demographics_hour: 'view',
  observation_locf: 'table',
  observation_count: 'table',
  care_count: 'table',
  // levels
  active_care_need: 'table',
  s_level_input: 'table',
  s_level: 'table',
  s_criteria: 'table',
  patient_state_hour: 'view',
  news2: 'view',
  a_level: 'view',
  // minutes
  local_hour: 'table',
  rescored_hour: 'view',
} as const satisfies Record<string, 'table' | 'view'>;

/** What found no place. */
const UNPLACED_STAGES = ['unplaced', 'presumed_left'] as const;

/** Stages that settle a stored delivery: which version of each event counts, and whose last event changed. */
const SETTLING_STAGES = [
  'version_candidate',
  'repeated_identity',
  'ranked_version',
  'lost_sign',
  'changed_silence',
  'latest_sign',
  'stated',
] as const;

const STAGES = [
  // what stored events say, in numbers
  'fact',
  ...SLICE_TABLES,
  ...(Object.keys(HOUR_STAGES) as (keyof typeof HOUR_STAGES)[]),
  ...UNPLACED_STAGES,
  ...SETTLING_STAGES,
] as const;
type Stage = (typeof STAGES)[number];

const texts = new Map<Stage, string>();

/** The SELECT of a stage. */
export function stageSql(name: Stage): string {
  let sql = texts.get(name);
  if (sql === undefined) {
    sql = readSql(new URL(`sql/${name}.sql`, import.meta.url));
    texts.set(name, sql);
  }
  return sql;
}

/** The SELECTs of all stages, in order: what computes scores from events. */
export function scoringSql(): string[] {
  return STAGES.map(stageSql);
}

/** The hours of the slice, from the tables of its stages: one SELECT. */
export function rescoredHourSql(): string {
  const stages = Object.entries(HOUR_STAGES).map(([name, kind]) => {
    const as = kind === 'table' ? 'as materialized' : 'as';
    return `${name} ${as} (\n${stageSql(name as Stage)}\n)`;
  });
  return `with ${stages.join(', ')}\nfrom rescored_hour`;
}

/** Creates the tables of a slice, empty ones. */
export async function createSliceTables(connection: Connection): Promise<void> {
  await connection.run('create temp table slice_limit (encounters bigint, hours bigint)');
  for (const name of SLICE_TABLES) {
    await connection.run(`create temp table ${name} as from (\n${stageSql(name)}\n) limit 0`);
  }
}

/** The statements that fill the tables of a slice. */
export function sliceSql(): string[] {
  return SLICE_TABLES.flatMap(refillSql);
}

/** Those of them that look for few rows in large tables. */
export function searchingSql(): string[] {
  return SEARCHING_STAGES.map((name) => refillSql(name)[1]);
}

/** Fills the table of a stage again. */
export async function refill(statements: Statements, name: Stage): Promise<void> {
  const [empty, fill] = refillSql(name);
  await statements.run(empty);
  await statements.run(fill);
}

/** Notes the limits of the next slices. */
export async function limitSlices(
  connection: Connection,
  { encounters, hours }: SliceLimits,
): Promise<void> {
  await connection.run(
    `truncate slice_limit; insert into slice_limit values (${encounters}, ${hours})`,
  );
}

/** Finds what a slice computes, of what is queued: fills its tables in order. */
export async function fillSliceTables(statements: Statements): Promise<void> {
  for (const name of SLICE_STAGES) await refill(statements, name);
}

/** Empties the tables of a slice. */
export async function emptySliceTables(statements: Statements): Promise<void> {
  for (const name of SLICE_TABLES) await statements.run(refillSql(name)[0]);
}

function refillSql(name: Stage): [empty: string, fill: string] {
  return [`truncate ${name}`, `insert into ${name}\n${stageSql(name)}`];
}

/** Runs one stage into the temporary table of its name. */
export async function runStage(connection: Connection, name: Stage): Promise<void> {
  await connection.run(`create or replace temp table ${name} as\n${stageSql(name)}`);
}

/** Creates the view of a stage. */
export async function createStageView(connection: Connection, name: Stage): Promise<void> {
  await connection.run(`create or replace temp view ${name} as\n${stageSql(name)}`);
}
