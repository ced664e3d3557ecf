import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Warehouse, WarehouseError } from '../../../pipelines/warehouse/warehouse.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'warehouse-'));
  path = join(folder, 'ward.duckdb');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Tries to open `path` in a process of its own; what it printed. */
function openElsewhere(): string {
  const module = new URL('../../../pipelines/warehouse/warehouse.ts', import.meta.url).href;
  const script = `
    const { Warehouse } = await import(${JSON.stringify(module)});
    try {
      await (await Warehouse.open(${JSON.stringify(path)})).close();
      console.log('opened');
    } catch (error) {
      console.log(error.name + ': ' + error.message);
    }`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return child.stdout.trim() || child.stderr;
}

describe('Warehouse', () => {
  it('keeps rows from one opening to the next', async () => {
    const first = await Warehouse.open(path);
    await (await first.connect()).run('CREATE TABLE t AS SELECT 42 AS n');
    await first.close();
    const second = await Warehouse.open(path);
    expect(await (await second.connect()).rows('SELECT n FROM t')).toEqual([{ n: 42 }]);
    await second.close();
  });

  it('holds little in memory of a table of many columns that grows by a few rows', async () => {
    const columns = Array.from({ length: 40 }, (_, column) => `${column} as c${column}`).join(', ');
    const warehouse = await Warehouse.open(path);
    const connection = await warehouse.connect();
    await connection.run(`create table t as select ${columns}; checkpoint; insert into t from t`);
    const [held] = await connection.rows<{ bytes: number }>(
      "select memory_usage_bytes as bytes from duckdb_memory() where tag = 'IN_MEMORY_TABLE'",
    );
    // a block of 64 kB each for the values and the NULLs of a column
    expect(held!.bytes).toBeLessThanOrEqual(40 * 2 * 65_536);
    await warehouse.close();
  });

  it('opens a file of larger blocks, as earlier programs made them', async () => {
    const elsewhere = await Warehouse.open(':memory:');
    await (await elsewhere.connect()).run(`
      attach '${path}' as earlier (block_size 262144);
      create table earlier.t as select 42 as n`);
    await elsewhere.close();
    const warehouse = await Warehouse.open(path);
    const connection = await warehouse.connect();
    await connection.run('insert into t values (43); checkpoint');
    expect(await connection.rows('from t')).toEqual([{ n: 42 }, { n: 43 }]);
    await warehouse.close();
  });

  it('is not opened twice in one process, whatever the spelling', async () => {
    const warehouse = await Warehouse.open(path);
    symlinkSync(path, join(folder, 'link.duckdb'));
    for (const spelling of [path, `${folder}/../${folder.split('/').at(-1)}/ward.duckdb`]) {
      await expect(Warehouse.open(spelling)).rejects.toThrow('already open in this process');
    }
    await expect(Warehouse.open(join(folder, 'link.duckdb'))).rejects.toThrow(WarehouseError);
    await warehouse.close();
    await (await Warehouse.open(path)).close();
  });

  it('is not opened twice at the same moment', async () => {
    const outcomes = await Promise.allSettled([Warehouse.open(path), Warehouse.open(path)]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected']);
    const [opened] = outcomes;
    if (opened.status === 'fulfilled') await opened.value.close();
  });

  it('keeps other processes out until it is closed', async () => {
    const warehouse = await Warehouse.open(path);
    await warehouse.connect();
    expect(openElsewhere()).toBe(`WarehouseError: ${path} is open in another process`);
    await warehouse.close();
    expect(openElsewhere()).toBe('opened');
  });

  it('may be opened again after it could not be', async () => {
    const missing = join(folder, 'missing', 'ward.duckdb');
    await expect(Warehouse.open(missing)).rejects.toThrow(missing);
    await expect(Warehouse.open(path, { memoryLimit: 'a lot' })).rejects.toThrow(path);
    await (await Warehouse.open(path)).close();
  });

  it('is set up as documented', async () => {
    const warehouse = await Warehouse.open(path, { memoryLimit: '512MiB', threads: 2 });
    const settings = await (await warehouse.connect()).rows(`
      SELECT name, value FROM duckdb_settings()
      WHERE name IN ('memory_limit', 'threads', 'wal_autocheckpoint', 'TimeZone',
        'autoinstall_known_extensions', 'autoload_known_extensions', 'preserve_insertion_order')
      ORDER BY lower(name)`);
    expect(settings).toEqual([
      { name: 'autoinstall_known_extensions', value: 'false' },
      { name: 'autoload_known_extensions', value: 'false' },
      { name: 'memory_limit', value: '512.0 MiB' },
      { name: 'preserve_insertion_order', value: 'true' },
      { name: 'threads', value: '2' },
      { name: 'TimeZone', value: 'UTC' },
      { name: 'wal_autocheckpoint', value: '244.1 MiB' }, // 256 × 10^6 bytes
    ]);
    await warehouse.close();
  });

  it('waits for running statements when it closes, and then refuses new ones', async () => {
    const warehouse = await Warehouse.open(path);
    const connection = await warehouse.connect();
    const running = connection.rows(
      'SELECT count(*) AS n FROM range(20_000_000) t(i) WHERE i % 3 = 0',
    );
    await warehouse.close();
    expect(await running).toEqual([{ n: 6_666_667 }]);
    await expect(connection.run('SELECT 1')).rejects.toThrow('the connection is closed');
    await expect(warehouse.connect()).rejects.toThrow('is closed');
    await warehouse.close();
  });

  it('rolls back what was open when it closed', async () => {
    const warehouse = await Warehouse.open(path);
    const connection = await warehouse.connect();
    await connection.run('CREATE TABLE t (n INTEGER); BEGIN; INSERT INTO t VALUES (1)');
    await warehouse.close();
    const again = await Warehouse.open(path);
    expect(await (await again.connect()).rows('SELECT n FROM t')).toEqual([]);
    await again.close();
  });
});
