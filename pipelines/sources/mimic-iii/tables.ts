import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** The tables this importer reads, named as in MIMIC-III 1.4. */
const TABLES = [
  'patients',
  'admissions',
  'transfers',
  'd_items',
  'chartevents',
  'inputevents_mv',
  'inputevents_cv',
  'procedureevents_mv',
  'outputevents',
  'labevents',
] as const;

export type Table = (typeof TABLES)[number];

/**
 * Streams one table, only the wanted columns, every value as text (empty if there is none).
 * `<table>.csv.gz` or `<table>.csv`, upper or lower case, header names in either case. Throws an
 * error that names the file, and the column if one is missing.
 */
export async function* readTable<Column extends string>(
  directory: string,
  table: Table,
  columns: readonly Column[],
): AsyncGenerator<Record<Column, string>> {
  const file = await locate(directory, table);
  const wanted = new Set<string>(columns);
  const parser = parse({
    columns: (header: string[]) => {
      const names = header.map((name) => name.trim().toLowerCase());
      for (const column of columns) {
        if (!names.includes(column)) throw new Error(`${file}: column "${column}" is missing`);
      }
      return names.map((name) => (wanted.has(name) ? name : false));
    },
    bom: true,
    skip_empty_lines: true,
  });
  const bytes = createReadStream(file);
  const finish = () => {};
  if (file.endsWith('.gz')) pipeline(bytes, createGunzip(), parser, finish);
  else pipeline(bytes, parser, finish);
  try {
    for await (const row of parser) yield row as Record<Column, string>;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw message.startsWith(file) ? error : new Error(`${file}: ${message}`, { cause: error });
  }
}

async function locate(directory: string, table: Table): Promise<string> {
  const names = await readdir(directory).catch((cause: unknown) => {
    throw new Error(`Cannot read the MIMIC-III directory ${directory}`, { cause });
  });
  for (const wanted of [`${table}.csv.gz`, `${table}.csv`]) {
    const name = names.find((candidate) => candidate.toLowerCase() === wanted);
    if (name !== undefined) return join(directory, name);
  }
  throw new Error(`${join(directory, `${table}.csv.gz`)}: the table is missing`);
}
