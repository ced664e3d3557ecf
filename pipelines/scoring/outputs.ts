import type { Connection } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';
import { OUTPUT_MACROS } from './output-macros.ts';

/** Creates the forms that encounter-hours are read in: flat for data frames, nested for JSON. */
export async function createOutputViews(connection: Connection): Promise<void> {
  for (const macro of OUTPUT_MACROS) await connection.run(macro);
  for (const view of ['encounter_hour_flat', 'encounter_hour_json']) {
    const sql = readSql(new URL(`sql/${view}.sql`, import.meta.url));
    await connection.run(`create or replace temp view ${view} as ${sql}`);
  }
}
