import type { Connection } from '../warehouse/connection.ts';
import { hasTable, type Layout, migrationsIn } from '../warehouse/migrate.ts';
import { readMeta } from './meta.ts';
import { createTables } from './tables.ts';

const OLDEST = 7;

/** The tables of a scorer's file. */
export const SCORER_LAYOUT: Layout = {
  of: "The scorer's state",
  oldest: OLDEST,
  migrations: migrationsIn(new URL('migrations/', import.meta.url), OLDEST),
  create: createTables,
  unnoted: layoutInMeta,
  remedy: 'Give another --data and send the events again',
};

/** Where programs before migrations noted it. */
async function layoutInMeta(connection: Connection): Promise<number | null> {
  if (!(await hasTable(connection, 'meta'))) return null;
  // the first start of such a program was cut short
  return Number((await readMeta(connection, 'program layout')) ?? OLDEST);
}
