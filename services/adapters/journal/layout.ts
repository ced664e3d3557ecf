import { hasTable, type Layout } from '../../../pipelines/warehouse/migrate.ts';
import { readSql } from '../../../pipelines/warehouse/sql-file.ts';
import type { Connection } from '../../../pipelines/warehouse/warehouse.ts';

const OLDEST = 1;
const TABLES = readSql(new URL('tables.sql', import.meta.url));

/** The tables of the adapters' journal. */
export const ADAPTERS_LAYOUT: Layout = {
  of: "The adapters' journal (adapters.duckdb)",
  oldest: OLDEST,
  migrations: [],
  create: (connection) => connection.run(TABLES),
  unnoted: async (connection: Connection) =>
    (await hasTable(connection, 'extract')) ? OLDEST : null,
  remedy: 'Restore a backup, or move it away and have the sources send again',
};
