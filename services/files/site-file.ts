import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Site, site } from '../../schemas/site.ts';
import { InputError } from '../platform/input-error.ts';

/**
 * Reads and validates a site file.
 * @throws InputError that names the file and the faulty field
 */
export async function readSite(path: string): Promise<Site> {
  let value: unknown;
  try {
    value = JSON.parse(textOf(await readFile(path)));
  } catch (error) {
    throw new InputError(`Cannot read the site file ${path}: ${(error as Error).message}`);
  }
  const parsed = site.safeParse(value);
  if (!parsed.success) {
    throw new InputError(`The site file ${path} is not valid:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/** Reads a UTF-8 file, without the byte order mark that some editors write. */
function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Error('it is not UTF-8');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
