import type { Connection } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';

/**
 * From the events of a slice to scored encounter-hours: every stage in order, each one SELECT in
 * `sql/<name>.sql`. A `table` is kept for the stages after it, a `view` is part of each query that reads it.
 */
const SCORING_STAGES = {
  // which encounters, and how much of each
  next_encounter: 'table',
  persistent_event: 'table',
  adt_event: 'table',
  moved_stay: 'table',
  stay: 'table',
  silence: 'table',
  counted_stay: 'table',
  rescore_slice: 'table',
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
  // what found no place
  unplaced: 'view',
  presumed_left: 'view',
} as const satisfies Record<string, 'table' | 'view'>;

/** Stages that settle a stored delivery: which version of each event counts, and whose last event changed. */
const SETTLING_STAGES = {
  version_candidate: 'table',
  repeated_identity: 'table',
  ranked_version: 'table',
  lost_sign: 'table',
  changed_silence: 'table',
  latest_sign: 'table',
  stated: 'table',
} as const satisfies Record<string, 'table' | 'view'>;

/** What stored events say, in numbers. */
const FACT_STAGE = { fact: 'view' } as const;

/** What is to be recomputed: once for a slice, before its stages. */
const QUEUE_STAGE = { rescore_queue: 'table' } as const;

const STAGES = { ...FACT_STAGE, ...QUEUE_STAGE, ...SCORING_STAGES, ...SETTLING_STAGES };
type Stage = keyof typeof STAGES;

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
  return Object.keys(STAGES).map((name) => stageSql(name as Stage));
}

/**
 * Runs the scoring stages that are tables, in order. The views are created once: `withViews`, as
 * part of a first run over whatever there is.
 */
export async function runScoring(connection: Connection, withViews = false): Promise<void> {
  for (const [name, kind] of Object.entries(SCORING_STAGES)) {
    if (kind === 'table' || withViews) await runStage(connection, name as Stage);
  }
}

/** Runs one stage into the temporary table, or creates the view, of its name. */
export async function runStage(connection: Connection, name: Stage): Promise<void> {
  await connection.run(`create or replace temp ${STAGES[name]} ${name} as\n${stageSql(name)}`);
}
