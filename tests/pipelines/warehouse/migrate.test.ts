import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IncompatibleStateError } from '../../../pipelines/warehouse/incompatible-state-error.ts';
import {
  assertOpens,
  type Layout,
  type Migration,
  migrate,
  migrationsIn,
  newestLayout,
} from '../../../pipelines/warehouse/migrate.ts';
import { type Connection, Warehouse } from '../../../pipelines/warehouse/warehouse.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vi-migrate-'));
  path = join(folder, 'state.duckdb');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const second: Migration = {
  layout: 2,
  name: '002-colour.sql',
  sql: "alter table thing add column colour varchar default 'red'",
};
const third: Migration = {
  layout: 3,
  name: '003-size.sql',
  sql: 'alter table thing add column size integer',
};

/** The layout of a program that knows some of the migrations. */
const layoutWith = (...migrations: Migration[]): Layout => ({
  of: 'The things',
  oldest: 1,
  migrations,
  create: (connection) =>
    connection.run(
      `create table thing (name varchar${migrations
        .map((_, index) => [', colour varchar', ', size integer'][index])
        .join('')})`,
    ),
  unnoted: async (connection) =>
    (await connection.rows("select 1 from duckdb_tables() where table_name = 'thing'")).length > 0
      ? 1
      : null,
  remedy: 'Move it away',
});

async function withFile<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const warehouse = await Warehouse.open(path);
  try {
    return await work(await warehouse.connect());
  } finally {
    await warehouse.close();
  }
}
const open = (layout: Layout) =>
  withFile((connection) => connection.transaction(() => migrate(connection, layout)));
const things = () => withFile((connection) => connection.rows('from thing'));
const version = () => withFile((connection) => connection.rows('from layout'));
const content = () => createHash('sha256').update(readFileSync(path)).digest('hex');

/** A file as the program wrote it that did not note its layout yet. */
const unnotedFile = () =>
  withFile((connection) =>
    connection.run("create table thing (name varchar); insert into thing values ('a')"),
  );

test('a new file gets the tables of today, and their number', async () => {
  await open(layoutWith(second, third));
  expect(await version()).toEqual([{ version: 3 }]);
  expect(await things()).toEqual([]);
});

test('a file from before numbers is brought to today through every migration', async () => {
  await unnotedFile();
  await open(layoutWith(second, third));
  expect(await version()).toEqual([{ version: 3 }]);
  expect(await things()).toEqual([{ name: 'a', colour: 'red', size: null }]);
});

test('only the migrations after its layout run', async () => {
  await unnotedFile();
  await open(layoutWith(second));
  await withFile((connection) => connection.run("update thing set colour = 'blue'"));
  await open(layoutWith(second, third));
  expect(await things()).toEqual([{ name: 'a', colour: 'blue', size: null }]);
});

test('a file of today is not written to', async () => {
  await unnotedFile();
  await open(layoutWith(second));
  const before = content();
  await open(layoutWith(second));
  expect(content()).toBe(before);
});

describe('a file that does not open stays as it was, to the byte', () => {
  test('of a newer program', async () => {
    await open(layoutWith(second, third));
    const before = content();
    const older = layoutWith(second);
    const message = /The things was written by a newer program \(layout 3; this program knows 2\)/;
    await expect(open(older)).rejects.toThrow(message);
    await expect(assertOpens(path, older)).rejects.toThrow(IncompatibleStateError);
    expect(content()).toBe(before);
  });

  test('of a program that is too old', async () => {
    await unnotedFile();
    const before = content();
    const later = { ...layoutWith({ ...third, layout: 6 }), oldest: 5 };
    await expect(open(later)).rejects.toThrow(/too old \(layout 1; .* is 5\)\. Move it away/);
    expect(content()).toBe(before);
  });

  test('whose second migration fails after the first has run', async () => {
    await unnotedFile();
    const before = content();
    const broken = { ...third, sql: 'alter table nothing add column size integer' };
    await expect(open(layoutWith(second, broken))).rejects.toThrow(
      'The things: migration 003-size.sql failed; the file is as it was',
    );
    expect(await things()).toEqual([{ name: 'a' }]);
    expect(content()).toBe(before);
    await open(layoutWith(second, third));
    expect(await things()).toEqual([{ name: 'a', colour: 'red', size: null }]);
  });
});

test('a file that is not there would open, and is not made by asking', async () => {
  await assertOpens(path, layoutWith(second));
  expect(() => readFileSync(path)).toThrow('ENOENT');
});

describe('a folder of migrations', () => {
  const write = (...names: string[]) => {
    mkdirSync(join(folder, 'migrations'));
    for (const name of names) writeFileSync(join(folder, 'migrations', name), `-- ${name}`);
    return pathToFileURL(`${join(folder, 'migrations')}/`);
  };

  test('is read in order', () => {
    const migrations = migrationsIn(write('009-b.sql', '008-a.sql'), 7);
    expect(migrations.map(({ layout, name }) => [layout, name])).toEqual([
      [8, '008-a.sql'],
      [9, '009-b.sql'],
    ]);
    expect(newestLayout({ ...layoutWith(), oldest: 7, migrations })).toBe(9);
  });

  test.each([
    ['two of one number', ['008-a.sql', '008-b.sql']],
    ['a number left out', ['008-a.sql', '010-b.sql']],
    ['a name without a number', ['first.sql']],
  ])('is refused: %s', (_, names) => {
    expect(() => migrationsIn(write(...names), 7)).toThrow(/expected number/);
  });
});
