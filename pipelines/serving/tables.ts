import { layOutEncounterHour } from '../scoring/tables.ts';
import type { Connection } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';

/** Creates what the API reads if it does not exist. */
export async function layOutTables(connection: Connection): Promise<void> {
  await layOutEncounterHour(connection);
  await connection.run(readSql(new URL('tables.sql', import.meta.url)));
}
