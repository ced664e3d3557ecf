import type { Connection } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';

const sql = (name: string) => readSql(new URL(name, import.meta.url));

/** Creates the scorer's tables if they do not exist. */
export async function createTables(connection: Connection): Promise<void> {
  await connection.run(sql('tables.sql'));
  await createEncounterHourTable(connection);
}

/** Creates `encounter_hour`, which every receiver of encounter-hours keeps too. */
export async function createEncounterHourTable(connection: Connection): Promise<void> {
  await connection.run(sql('encounter_hour.sql'));
}
