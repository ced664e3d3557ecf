import { hasTable, type Layout, migrationsIn } from '../../pipelines/warehouse/migrate.ts';
import { readSql } from '../../pipelines/warehouse/sql-file.ts';
import type { Connection } from '../../pipelines/warehouse/warehouse.ts';

const OLDEST = 1;
const TABLES = readSql(new URL('tables.sql', import.meta.url));

/** The tables of the dead letters. */
export const DEAD_LETTERS_LAYOUT: Layout = {
  of: 'The file of the dead letters (ingest.duckdb)',
  oldest: OLDEST,
  migrations: migrationsIn(new URL('migrations/', import.meta.url), OLDEST),
  create: (connection) => connection.run(TABLES),
  // the first did not note it
  unnoted: async (connection: Connection) =>
    (await hasTable(connection, 'dead_letter')) ? OLDEST : null,
  remedy: 'Move it away: rejected records are then kept in a new one',
};

/** The tables with rows of a dead letter, by its number. */
export const LETTER_TABLES = [
  ...['dead_letter', 'dead_letter_piece', 'dead_letter_origin', 'dead_letter_dismissal'],
] as const;
