import { existsSync } from 'node:fs';
import { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { WarehouseError } from '../../pipelines/warehouse/warehouse-error.ts';

/** The condition of a DuckDB file of a state. */
export type StoredFile =
  | { readonly is: 'missing' }
  | { readonly is: 'in use' }
  | { readonly is: 'damaged'; readonly why: string }
  | { readonly is: 'whole'; readonly values: Readonly<Record<string, string | number | null>> };

const OPTIONS = { readOnly: true, memoryLimit: '400MB', threads: 1 } as const;

/**
 * Reads a DuckDB file to the last row, which verifies its checksums, and does not change it.
 * @param queries by name, each with one row and column; the value is `null` if the table does not exist
 */
export async function readStored(
  path: string,
  queries: Readonly<Record<string, string>>,
): Promise<StoredFile> {
  if (!existsSync(path)) return { is: 'missing' };
  let warehouse: Warehouse;
  try {
    warehouse = await Warehouse.open(path, OPTIONS);
  } catch (error) {
    return faultOf(error);
  }
  try {
    const connection = await warehouse.connect();
    const tables = await connection.rows<{ name: string }>(
      'select table_name as name from duckdb_tables() where not temporary and database_name = current_database()',
    );
    for (const { name } of tables) {
      await connection.run(`select bit_xor(hash(stored)) from "${name}" stored`);
    }
    const values: Record<string, string | number | null> = {};
    for (const [name, query] of Object.entries(queries)) {
      const [row] = await connection
        .rows<{ value: string | number }>(query)
        .catch((error: Error) => {
          if (/Catalog Error/.test(error.message)) return [];
          throw error;
        });
      values[name] = row?.value ?? null;
    }
    return { is: 'whole', values };
  } catch (error) {
    return faultOf(error);
  } finally {
    await warehouse.close().catch(() => undefined);
  }
}

function faultOf(error: unknown): StoredFile {
  if (error instanceof WarehouseError && error.category === 'in use') return { is: 'in use' };
  // the rest of the message may quote stored data
  const [why = ''] = (error as Error).message.split('\n');
  return { is: 'damaged', why: why.slice(0, 300) };
}
