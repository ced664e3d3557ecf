import { StateMismatch } from '../scoring/same-settings.ts';
import type { Connection } from '../warehouse/warehouse.ts';

/** Changes with the tables (`tables.sql`, which notes it). */
const LAYOUT = 4;

/**
 * Compares the layout of the tables with that of this program, before they are touched. A new file has
 * none.
 * @throws StateMismatch
 */
export async function assertSameLayout(writer: Connection): Promise<void> {
  const tables = await writer.rows<{ name: string }>(
    'select table_name as name from information_schema.tables',
  );
  const names = new Set(tables.map(({ name }) => name));
  if (!names.has('applied')) return;
  if (names.has('layout')) {
    const [row] = await writer.rows<{ version: number }>('select version from layout');
    if (row?.version === LAYOUT) return;
  }
  throw new StateMismatch(
    'What is served (serving.duckdb) was stored with another program layout. Delete that file: it is made again from what the scorer has',
  );
}
