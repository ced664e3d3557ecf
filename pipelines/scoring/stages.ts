import type { Connection } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';

/**
 * From the events of the scope to scored encounter-hours: every stage in order, each one SELECT in
 * `sql/<name>.sql`, run into a temporary table of that name.
 */
export const SCORING_STAGES = [
  'scope',
  'scoped_event',
  // presence
  'movement',
  'stay',
  'grid',
  'presence',
  'care_need',
  'presence_hour',
  'churn',
  'escort',
  // observations → state at each hour
  'observation_minute',
  'complete_set',
  'observation_hour',
  'state',
  // levels
  'person',
  'news2',
  'a_level',
  'care_item',
  'care_count',
  'need_at',
  's_level',
  // minutes
  'local_hour',
  'rescored_hour',
] as const;

/** From a staged batch to the versions that begin to count. */
export const SETTLING_STAGES = ['version', 'changed'] as const;

type Stage =
  | (typeof SCORING_STAGES)[number]
  | (typeof SETTLING_STAGES)[number]
  | 'fresh'
  | 'rival'
  | 'contested';

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

/** Runs one stage into the temporary table of its name. */
export async function runStage(connection: Connection, name: Stage): Promise<void> {
  await connection.run(`create or replace temp table ${name} as\n${stageSql(name)}`);
}
