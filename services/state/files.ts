import { join } from 'node:path';

/** The folder of the journal in a state's folder. */
export function journalFolder(data: string): string {
  return join(data, 'journal');
}

/** A file of a state's folder: `scorer`, `serving` or `ingest`. */
export function stateFile(
  data: string,
  name: 'scorer' | 'serving' | 'ingest' | 'adapters',
): string {
  return join(data, `${name}.duckdb`);
}
