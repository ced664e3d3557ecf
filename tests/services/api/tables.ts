import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataType, tableFromIPC } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import { Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { formatInstant } from '../../../schemas/instant.ts';
import type { Cell, Row } from './flat.ts';

/** What a column holds, whatever the format. */
export type Kind = 'text' | 'number' | 'boolean' | 'instant';

/** Rows of an answer, and what its columns hold. */
export interface Table {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly rows: readonly Row[];
}

/** Reads an Arrow stream. */
export function arrowTable(bytes: Uint8Array): Table {
  const table = tableFromIPC(bytes);
  const kinds = new Map(table.schema.fields.map(({ name, type }) => [name, kindOf(type)]));
  const rows = table
    .toArray()
    .map((row) => readable(row.toJSON(), kinds, (value) => value * 1_000));
  return { kinds, rows };
}

/** Reads a Parquet file, as DuckDB does. */
export async function parquetTable(bytes: Uint8Array): Promise<Table> {
  const path = join(tmpdir(), `${randomUUID()}.parquet`);
  const warehouse = await Warehouse.open(':memory:');
  writeFileSync(path, bytes);
  try {
    const connection = await warehouse.connect();
    const file = { path };
    const described = await connection.rows<{ name: string; type: string }>(
      'select column_name as name, column_type as type from (describe from read_parquet($path))',
      file,
    );
    const kinds = new Map(described.map(({ name, type }) => [name, DUCKDB[type] ?? refuse(type)]));
    const rows = await connection.rows<Record<string, unknown>>('from read_parquet($path)', file);
    return { kinds, rows: rows.map((row) => readable(row, kinds, (value) => value)) };
  } finally {
    await warehouse.close();
    rmSync(path);
  }
}

/** The cells of a spreadsheet, its headings first. */
export function sheet(text: string, delimiter: ';' | ','): string[][] {
  return parse(text, { bom: true, delimiter, record_delimiter: '\r\n' });
}

/** Reads a spreadsheet, whose columns are those of a table; local times stay as they are. */
export function csvRows(text: string, dialect: 'sv' | 'intl', { kinds }: Table): Row[] {
  const columns = [...kinds];
  const yes = dialect === 'sv' ? 'sant' : 'true';
  const value = (cell: string, kind: Kind): Cell => {
    if (cell === '') return null;
    if (kind === 'boolean') return cell === yes;
    if (kind === 'number') return Number(dialect === 'sv' ? cell.replace(',', '.') : cell);
    return cell.replace(/^'(?=[-=+@])/, '');
  };
  return sheet(text, dialect === 'sv' ? ';' : ',')
    .slice(1)
    .map((cells) =>
      Object.fromEntries(columns.map(([name, kind], n) => [name, value(cells[n]!, kind)])),
    );
}

const DUCKDB: Readonly<Record<string, Kind>> = {
  VARCHAR: 'text',
  BOOLEAN: 'boolean',
  'TIMESTAMP WITH TIME ZONE': 'instant',
  ...Object.fromEntries(
    ['DOUBLE', 'BIGINT', 'INTEGER', 'UTINYINT'].map((type) => [type, 'number']),
  ),
};

function kindOf(type: DataType): Kind {
  if (DataType.isUtf8(type)) return 'text';
  if (DataType.isBool(type)) return 'boolean';
  if (DataType.isTimestamp(type)) return 'instant';
  if (DataType.isInt(type) || DataType.isFloat(type)) return 'number';
  return refuse(type);
}

function refuse(type: unknown): never {
  throw new Error(`no client is promised a ${type}`);
}

function readable(
  row: Readonly<Record<string, unknown>>,
  kinds: Table['kinds'],
  micros: (value: number) => number,
): Row {
  const cell = ([name, value]: [string, unknown]): [string, Cell] => {
    if (value === null) return [name, null];
    if (kinds.get(name) === 'instant') return [name, formatInstant(micros(Number(value)))];
    return [name, typeof value === 'bigint' ? Number(value) : (value as Cell)];
  };
  return Object.fromEntries(Object.entries(row).map(cell));
}
