import { existsSync, readdirSync } from 'node:fs';
import { IncompatibleStateError } from './incompatible-state-error.ts';
import { readSql } from './sql-file.ts';
import { type Connection, Warehouse } from './warehouse.ts';

/** One step of a kind of file: the layout it leads to, from the one before, and the statements. */
export interface Migration {
  readonly layout: number;
  /** Name of the file, for messages. */
  readonly name: string;
  readonly sql: string;
}

/**
 * The tables of one kind of stored file, numbered. Every layout from `oldest` on opens: the migrations
 * after it run at open, in the transaction that opens it.
 *
 * To change stored tables:
 * 1. change the SQL that `create` runs, which is what a new file gets;
 * 2. add `migrations/NNN-what.sql` beside it, with the next number, which brings a file of the layout
 *    before to the same tables. New columns go last, and are NULL in rows that are there, or a default:
 *    DuckDB cannot alter a table whose rows the same transaction changed. Say in the header what an
 *    operator would ask: what changes, and what is lost (nothing, as a rule).
 * Landed migrations never change. A test holds migrated files against new ones, column by column.
 *
 * What a migration does not do is score again: a scorer's file knows which SQL, model and settings its
 * rows were computed with (`scored-with.ts`), and if those change it rescores from the stored events
 * while the old values serve.
 */
export interface Layout {
  /** The kind of file, as messages call it. */
  readonly of: string;
  /** The layout that the first migration starts from. */
  readonly oldest: number;
  readonly migrations: readonly Migration[];
  /** Makes the tables of a new file. */
  readonly create: (connection: Connection) => Promise<void>;
  /** The layout of a file that does not note one, `null` if the file is new. */
  readonly unnoted: (connection: Connection) => Promise<number | null>;
  /** What helps if a file is too old to open. */
  readonly remedy: string;
}

const NAME = /^(\d{3})-[a-z0-9-]+\.sql$/;

/**
 * The migrations of a folder, in order.
 * @throws Error if numbers do not follow one another from `oldest`
 */
export function migrationsIn(folder: URL, oldest: number): Migration[] {
  const names = readdirSync(folder).toSorted();
  return names.map((name, index) => {
    const layout = Number(NAME.exec(name)?.[1]);
    const expected = oldest + index + 1;
    if (layout !== expected) {
      throw new Error(`${new URL(name, folder).pathname}: expected number ${expected}`);
    }
    return { layout, name, sql: readSql(new URL(name, folder)) };
  });
}

/** The layout that this program writes. */
export function newestLayout({ oldest, migrations }: Layout): number {
  return migrations.at(-1)?.layout ?? oldest;
}

/**
 * Brings an open file to the newest layout, or makes its tables. Runs within the caller's transaction: a
 * file whose migration fails, or whose open is refused for another reason, stays as it was.
 * @throws IncompatibleStateError if the file is of a newer program, or older than the oldest layout
 */
export async function migrate(connection: Connection, layout: Layout): Promise<void> {
  const found = await layoutOf(connection, layout);
  const newest = newestLayout(layout);
  if (found === newest && (await noted(connection)) !== null) return;
  if (found === null) await layout.create(connection);
  else await runMigrations(connection, layout, found);
  await connection.run('create table if not exists layout (version integer not null)');
  await connection.run('delete from layout');
  await connection.run('insert into layout values ($newest)', { newest });
}

/**
 * Looks into a file that could be opened, and leaves it as it is, to the byte.
 * @param look is given tables of the file's own layout, which may be an earlier one
 * @returns `null` if there is no file, or nothing in it
 * @throws IncompatibleStateError
 */
export async function inspect<T>(
  path: string,
  layout: Layout,
  look: (connection: Connection) => Promise<T>,
): Promise<T | null> {
  if (!existsSync(path)) return null;
  const options = { memoryLimit: '256MB', threads: 1, readOnly: true };
  const warehouse = await Warehouse.open(path, options);
  try {
    const connection = await warehouse.connect();
    return (await layoutOf(connection, layout)) === null ? null : await look(connection);
  } finally {
    await warehouse.close();
  }
}

/**
 * Checks that a file could be opened, and leaves it as it is; one that is not there can be.
 * @throws IncompatibleStateError
 */
export async function assertOpens(path: string, layout: Layout): Promise<void> {
  await inspect(path, layout, async () => {});
}

/**
 * Checks that an open file has the tables of this program, to be read without a migration.
 * @throws IncompatibleStateError
 */
export async function assertNewest(connection: Connection, layout: Layout): Promise<void> {
  const found = await layoutOf(connection, layout);
  const newest = newestLayout(layout);
  if (found === newest) return;
  throw new IncompatibleStateError(
    `${layout.of} was written by an earlier program (layout ${found}; this program reads ${newest}). Start the server once: that brings it up to date`,
  );
}

/** The layout of a file, `null` if it is new. */
async function layoutOf(connection: Connection, layout: Layout): Promise<number | null> {
  const found = (await noted(connection)) ?? (await layout.unnoted(connection));
  if (found === null) return null;
  const newest = newestLayout(layout);
  if (found > newest) {
    throw new IncompatibleStateError(
      `${layout.of} was written by a newer program (layout ${found}; this program knows ${newest}). Start that program or a later one`,
    );
  }
  if (found < layout.oldest) {
    throw new IncompatibleStateError(
      `${layout.of} was written by a program that is too old (layout ${found}; the oldest that opens is ${layout.oldest}). ${layout.remedy}`,
    );
  }
  return found;
}

async function noted(connection: Connection): Promise<number | null> {
  if (!(await hasTable(connection, 'layout'))) return null;
  const [row] = await connection.rows<{ version: number }>('select version from layout');
  return row?.version ?? null;
}

/** Whether a file has a table. */
export async function hasTable(connection: Connection, name: string): Promise<boolean> {
  const found = await connection.rows(
    'select 1 from duckdb_tables() where table_name = $name and not temporary',
    { name },
  );
  return found.length > 0;
}

async function runMigrations(connection: Connection, { of, migrations }: Layout, from: number) {
  for (const { layout, name, sql } of migrations) {
    if (layout <= from) continue;
    try {
      await connection.run(sql);
    } catch (cause) {
      throw new Error(`${of}: migration ${name} failed; the file is as it was`, { cause });
    }
  }
}
