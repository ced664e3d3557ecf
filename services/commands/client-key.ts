import { readFile } from 'node:fs/promises';
import { InputError } from '../platform/input-error.ts';
import { clientKey } from './config.ts';

export const KEY_FILE = [
  '--key-file <file>',
  'file with the key to the server (or VARDINTENSITET_KEY: the key itself)',
] as const;

/**
 * The key a client shows, from a file or the environment.
 * @throws InputError if the file cannot be read or holds none
 */
export async function readClientKey(file: string | undefined): Promise<string | undefined> {
  const key = file === undefined ? clientKey() : await textOf(file);
  if (key === undefined || /^[!-~]+$/.test(key)) return key;
  throw new InputError(`${file ?? 'VARDINTENSITET_KEY'} holds no key: expected one line`);
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new InputError(`Cannot read the key file ${file}: ${(error as Error).message}`);
  }
}
