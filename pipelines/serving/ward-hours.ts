import type { Connection } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';

const sql = (name: string) => readSql(new URL(`sql/${name}.sql`, import.meta.url));

/**
 * Sums encounter-hours to ward-hours: creates `ward_hour` as a temporary table, with its flat and
 * JSON forms (`ward_hour_flat`, `ward_hour_json`) as views. Needs the output macros.
 */
export async function sumWardHours(connection: Connection): Promise<void> {
  await connection.run('create or replace temp view counted_hour as from encounter_hour');
  await connection.run(`create or replace temp table ward_hour as ${sql('ward_hour')}`);
  for (const view of ['ward_hour_flat', 'ward_hour_json']) {
    await connection.run(`create or replace temp view ${view} as ${sql(view)}`);
  }
}
