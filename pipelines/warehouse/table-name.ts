import { WarehouseError } from './warehouse-error.ts';

/** Where a table is, as the appender wants it: a null means DuckDB's default. */
export interface TableName {
  catalog: string | null;
  schema: string | null;
  table: string;
}

/**
 * Splits `table`, `schema.table` or `catalog.schema.table`; a temporary table is `temp.main.table`.
 *
 * @throws WarehouseError for any other number of parts
 */
export function tableName(name: string): TableName {
  const parts = name.split('.');
  const table = parts.at(-1);
  if (!table || parts.length > 3) throw new WarehouseError(`not a table name: '${name}'`);
  return { catalog: parts.at(-3) ?? null, schema: parts.at(-2) ?? null, table };
}
