import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Warehouse } from '../../../../pipelines/warehouse/warehouse.ts';

/** Every file of a folder, by its path within it, but for the audit. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .filter((file) => !file.startsWith('audit'))
    .toSorted();
}

/** A text as files may spell it: plain, with escapes of JSON, in base64 at each of its three places. */
function spellings(text: string): Buffer[] {
  const codes = [...text]
    .map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
  const base64 = [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString('base64');
    // characters that also depend on what is before and after are left out
    const inside = whole.slice(
      Math.ceil((shift * 8) / 6),
      Math.floor(((shift + text.length) * 8) / 6),
    );
    return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [text, JSON.stringify(text).slice(1, -1), codes, ...base64].map((each) =>
    Buffer.from(each),
  );
}

/** The files that hold a text in any spelling, in their bytes or in what was packed into them; of databases, the cells. */
export async function holding(folder: string, text: string): Promise<string[]> {
  const sought = spellings(text);
  const found: string[] = [];
  for (const file of filesOf(folder)) {
    const bytes = readFileSync(join(folder, file));
    const all = file.endsWith('.gz') ? [bytes, gunzipSync(bytes)] : [bytes];
    const isInBytes = all.some((part) => sought.some((each) => part.includes(each)));
    const isInCells = file.endsWith('.duckdb') && (await isInAnyCell(join(folder, file), sought));
    if (isInBytes || isInCells) found.push(file);
  }
  return found;
}

/** DuckDB packs texts: what its bytes do not show, its rows do. */
async function isInAnyCell(path: string, sought: readonly Buffer[]): Promise<boolean> {
  const warehouse = await Warehouse.open(path);
  try {
    const connection = await warehouse.connect();
    const columns = await connection.rows<{ table: string; name: string; type: string }>(
      `select table_name as "table", column_name as name, data_type as type from duckdb_columns()
        where not internal and data_type in ('VARCHAR', 'BLOB')`,
    );
    for (const { table, name, type } of columns) {
      const values = await connection.rows<{ value: string | Uint8Array | null }>(
        `select "${name}" as value from "${table}" where "${name}" is not null`,
      );
      for (const { value } of values) {
        const bytes =
          type === 'BLOB' ? Buffer.from(value as Uint8Array) : Buffer.from(String(value));
        if (sought.some((each) => bytes.includes(each))) return true;
      }
    }
    return false;
  } finally {
    await warehouse.close();
  }
}
