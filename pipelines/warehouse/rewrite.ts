import { rm } from 'node:fs/promises';
import { quoted } from './copy.ts';
import { Warehouse } from './warehouse.ts';
import { WarehouseError } from './warehouse-error.ts';

/**
 * Copies everything that an open file holds into a new file: tables, keys, sequences and rows in their order.
 * DuckDB leaves what was deleted in blocks that it frees; the copy never had it.
 * @param to a file that is there is replaced
 */
export async function copyWhole(warehouse: Warehouse, to: string): Promise<void> {
  for (const path of [to, `${to}.wal`]) await rm(path, { force: true });
  const connection = await warehouse.connect();
  try {
    const [from] = await connection.rows<{ name: string }>('select current_database() as name');
    await connection.run(`attach ${quoted(to)} as whole_copy`);
    try {
      await connection.run(`copy from database ${name(from!.name)} to whole_copy`);
      await connection.run('checkpoint whole_copy');
    } finally {
      await connection.run('detach whole_copy');
    }
  } finally {
    connection.close();
    await connection.idle();
  }
  await assertOpensAlone(to);
}

/** A copy that needed a log beside it could not take the place of a file. */
async function assertOpensAlone(path: string): Promise<void> {
  const copy = await Warehouse.open(path, { memoryLimit: '256MB', threads: 1 });
  try {
    const connection = await copy.connect();
    await connection.rows('select count(*) from duckdb_tables()');
  } catch (cause) {
    throw new WarehouseError(`${path} cannot be read after it was written`, null, cause);
  } finally {
    await copy.close();
  }
}

const name = (value: string) => `"${value.replaceAll('"', '""')}"`;
