import type { Connection } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';

/**
 * From the events of a slice to scored encounter-hours: every stage in order, each one SELECT in
 * `sql/<name>.sql`. First which encounters are computed, and how much of each: tables, which the rest reads.
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
] as const;

/**
 * Then their hours, in one statement: a `table` is computed once for the stages after it, a `view` is part of each
 * stage that reads it.
 */
const HOUR_STAGES = {
  slice_fact: 'table',
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
  observation_locf: 'view',
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

/** What found no place: views. */
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
  // what is to be recomputed: once for a slice, before its stages
  'rescore_queue',
  ...SLICE_STAGES,
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

/** Runs the stages that say what a slice computes, in order. */
export async function runSliceStages(connection: Connection): Promise<void> {
  for (const name of SLICE_STAGES) await runStage(connection, name);
}

/** Creates the views of what found no place, over the tables of a slice. */
export async function createUnplacedViews(connection: Connection): Promise<void> {
  for (const name of UNPLACED_STAGES) {
    await connection.run(`create or replace temp view ${name} as\n${stageSql(name)}`);
  }
}

/** Runs one stage into the temporary table of its name. */
export async function runStage(connection: Connection, name: Stage): Promise<void> {
  await connection.run(`create or replace temp table ${name} as\n${stageSql(name)}`);
}
