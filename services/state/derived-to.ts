import { existsSync } from 'node:fs';
import { hasTable } from '../../pipelines/warehouse/migrate.ts';
import { type Connection, Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { stateFile } from './files.ts';

/** How far the derived files of a state have the journal: it cannot end before that. */
export interface Derived {
  /** Position after the last record. */
  readonly next: number;
  /** The file that says so. */
  readonly file: 'scorer.duckdb' | 'serving.duckdb';
}

/** In the scorer's file, the position after the last stored record. */
export const STORED_TO = "select next_offset as value from position where topic = 'ward-events'";

/** In the serving file, the position after the last record that an encounter-hour was scored with. */
export const SERVED_TO = `select max("offset") as value
  from (select "offset" from encounter_hour union all select "offset" from withdrawn_hour)`;

/** Returns how far a serving file has the journal. */
export async function servedTo(connection: Connection): Promise<number> {
  if (!(await hasTable(connection, 'withdrawn_hour'))) return 0;
  const [row] = await connection.rows<{ value: number | null }>(SERVED_TO);
  return row?.value ?? 0;
}

/**
 * Returns how far the files of a folder have the journal; one that cannot be read says nothing.
 * @param scorer the scorer's file, `null` if it cannot be read
 * @param serving the serving file, if it is open in this process
 */
export async function derivedTo(
  data: string,
  scorer: Warehouse | null,
  serving?: Warehouse,
): Promise<Derived> {
  const stored = { next: await storedTo(scorer), file: 'scorer.duckdb' } as const;
  const next = await (serving === undefined
    ? servedOf(stateFile(data, 'serving'))
    : servedIn(serving)
  ).catch(() => 0);
  return next > stored.next ? { next, file: 'serving.duckdb' } : stored;
}

async function storedTo(scorer: Warehouse | null): Promise<number> {
  if (scorer === null) return 0;
  const connection = await scorer.connect();
  const [row] = await connection.rows<{ value: number }>(STORED_TO).catch(() => []);
  return row?.value ?? 0;
}

async function servedOf(path: string): Promise<number> {
  if (!existsSync(path)) return 0;
  const options = { readOnly: true, memoryLimit: '256MB', threads: 1 };
  const warehouse = await Warehouse.open(path, options);
  try {
    return await servedIn(warehouse);
  } finally {
    await warehouse.close();
  }
}

async function servedIn(warehouse: Warehouse): Promise<number> {
  return servedTo(await warehouse.connect());
}
