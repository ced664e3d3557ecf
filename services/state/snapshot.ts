import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quoted } from '../../pipelines/warehouse/copy.ts';
import { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { WarehouseError } from '../../pipelines/warehouse/warehouse-error.ts';
import { replaceFile } from '../platform/durable-files.ts';
import { InputError } from '../platform/input-error.ts';
import { isFolderOpen } from './exclusive-access.ts';
import { stateFile } from './files.ts';

/**
 * Folder in the state with a folder for each request: a running server copies its DuckDB files there. A request that
 * was cut short, which the server may still answer, is not taken for the next one.
 */
const FOLDER = 'snapshot-for-backup';
const WANTED = 'wanted';
const DONE = 'done';
/** Milliseconds between checks. */
const LOOK = 200;
/** Milliseconds that a server has to start, or to continue with the next file. */
const PATIENCE = 600_000;

/** A server that answers a request which was cut short may make a file meanwhile. */
const REMOVE = { recursive: true, force: true, maxRetries: 10 } as const;

/** What of a state is in DuckDB, in the order of copying: none is behind of what it was made from. */
const FILES = ['adapters', 'ingest', 'serving', 'scorer'] as const;

/**
 * Runs work with a folder of consistent copies of a state's DuckDB files; the serving copy is never later
 * than the scorer's. A running server makes the copies; else they are made here. A user who may
 * write in the state's folder may read them: no key is needed. One call at a time.
 * @throws InputError if a file is damaged, or the server does not respond
 */
export async function snapshotOf(
  data: string,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const all = join(data, FOLDER);
  await rm(all, REMOVE);
  try {
    let folder = await newRequest(all);
    const isCopied = !(await isFolderOpen(data)) && (await byHand(data, folder));
    if (!isCopied) {
      folder = await newRequest(all);
      await byServer(data, folder);
      await unservedAdapters(data, folder);
    }
    await work(folder);
  } finally {
    await rm(all, REMOVE);
  }
}

async function newRequest(all: string): Promise<string> {
  const folder = join(all, randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** @returns whether no server opened a file meanwhile */
async function byHand(data: string, folder: string): Promise<boolean> {
  for (const name of FILES) {
    if (existsSync(stateFile(data, name)) && !(await copyClosed(data, name, folder))) return false;
  }
  return true;
}

/** Copies the journal of adapters if the server that answered runs without them. */
async function unservedAdapters(data: string, folder: string): Promise<void> {
  if (existsSync(join(folder, 'adapters.duckdb')) || !existsSync(stateFile(data, 'adapters'))) {
    return;
  }
  if (await copyClosed(data, 'adapters', folder)) return;
  throw new InputError(`The server on ${data} opens its adapters: start the same command again`);
}

/** @returns false if another process has the file open */
async function copyClosed(
  data: string,
  name: (typeof FILES)[number],
  folder: string,
): Promise<boolean> {
  const warehouse = await Warehouse.open(stateFile(data, name)).catch((error: Error) => {
    if (error instanceof WarehouseError && error.category === 'in use') return null;
    const [what] = error.message.split('\n');
    throw new InputError(
      `${what}. "doctor --data ${data}" says what to do; --journal-only leaves the file out`,
    );
  });
  if (warehouse === null) return false;
  try {
    await copyStored(warehouse, join(folder, `${name}.duckdb`));
  } finally {
    await warehouse.close();
  }
  return true;
}

async function byServer(data: string, folder: string): Promise<void> {
  await writeFile(join(folder, WANTED), '', { mode: 0o600 });
  let seen = '';
  let patience = Date.now() + PATIENCE;
  while (!existsSync(join(folder, DONE))) {
    await sleep(LOOK);
    const now = await stateOf(folder);
    if (now !== seen) patience = Date.now() + PATIENCE;
    seen = now;
    const isGone = !(await isFolderOpen(data));
    if (isGone || Date.now() > patience) {
      const why = isGone ? 'stopped meanwhile' : 'does not copy its files';
      throw new InputError(`The server on ${data} ${why}: start the same command again`);
    }
  }
  const fault = await readFile(join(folder, DONE), 'utf8');
  if (fault !== '') throw new InputError(`The server could not copy its files: ${fault}`);
}

async function stateOf(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => null);
    return `${name} ${found?.size}`;
  });
  return (await Promise.all(sizes)).join();
}

/** The open files of a running server. */
export interface Snapshotted {
  /** The journal of adapters; `undefined` if the server has none. */
  readonly adapters?: Warehouse | undefined;
  readonly ingest: Warehouse;
  readonly serving: Warehouse;
  readonly scorer: Warehouse;
}

/** Copies the files of a running server for each backup that waits for that. Does not block other work. */
export async function answerSnapshots(data: string, files: Snapshotted): Promise<void> {
  const all = join(data, FOLDER);
  for (const name of await readdir(all).catch(() => [])) await answer(join(all, name), files);
}

async function answer(folder: string, files: Snapshotted): Promise<void> {
  const wanted = join(folder, WANTED);
  if (!existsSync(wanted)) return;
  await rm(wanted, { force: true });
  let fault = '';
  try {
    for (const name of FILES) {
      const warehouse = files[name];
      if (warehouse !== undefined) await copyStored(warehouse, join(folder, `${name}.duckdb`));
    }
  } catch (error) {
    [fault = 'unknown'] = (error as Error).message.split('\n');
  }
  // the backup may have stopped waiting
  if (!existsSync(folder)) return;
  await replaceFile(join(folder, DONE), fault);
}

/** Makes a consistent copy of an open file; reads every block, and verifies its checksum. */
async function copyStored(warehouse: Warehouse, to: string): Promise<void> {
  const connection = await warehouse.connect();
  try {
    const [row] = await connection.rows<{ name: string }>('select current_database() as name');
    await connection.run(`attach ${quoted(to)} as copy_for_backup`);
    try {
      await connection.run(`copy from database "${row!.name}" to copy_for_backup`);
    } finally {
      await connection.run('detach copy_for_backup');
    }
  } finally {
    connection.close();
  }
}
