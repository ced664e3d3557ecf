import { createEncounterHourTable } from '../scoring/tables.ts';
import type { Connection } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';

/** Creates what the API reads if it does not exist. */
export async function createTables(connection: Connection): Promise<void> {
  await createEncounterHourTable(connection);
  await connection.run(readSql(new URL('tables.sql', import.meta.url)));
}
