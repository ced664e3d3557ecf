import { readFileSync } from 'node:fs';

/**
 * The text of a .sql file: `readSql(new URL('./stay.sql', import.meta.url))`.
 *
 * @throws the file system's error, which names the path
 */
export function readSql(url: URL): string {
  return readFileSync(url, 'utf8');
}
