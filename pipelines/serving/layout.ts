import type { Connection } from '../warehouse/connection.ts';
import { hasTable, type Layout, migrationsIn } from '../warehouse/migrate.ts';
import { createTables } from './tables.ts';

const OLDEST = 4;

/** The tables of what is served. */
export const SERVING_LAYOUT: Layout = {
  of: 'What is served (serving.duckdb)',
  oldest: OLDEST,
  migrations: migrationsIn(new URL('migrations/', import.meta.url), OLDEST),
  create: createTables,
  // the layout has been noted since the fourth
  unnoted: async (connection: Connection) => ((await hasTable(connection, 'applied')) ? 0 : null),
  remedy: 'Delete that file: it is made again from what the scorer has',
};
