import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../platform/durable-files.ts';
import { InputError } from '../platform/input-error.ts';
import { VERSION } from '../platform/version.ts';

const head = z.object({
  /** Program that wrote it. */
  version: z.string(),
  at: z.string(),
  /** The acknowledged part: all records before `end`. */
  journal: z.object({ id: z.string(), end: z.int(), hash: z.string() }),
  /** Positions of the derived files. */
  scorer: z.object({ next: z.int(), revision: z.int() }),
  serving: z.object({ revision: z.int() }),
  deadLetters: z.object({ last: z.int() }),
});

/** What the folder of a state must have: the acknowledged records, and the positions of the derived files. */
export type Head = z.output<typeof head>;

/** Of a state whose DuckDB files are not yet made from the journal. */
export const NOTHING_DERIVED: Pick<Head, 'scorer' | 'serving' | 'deadLetters'> = {
  scorer: { next: 0, revision: 0 },
  serving: { revision: 0 },
  deadLetters: { last: 0 },
};

/** Path of the head in the folder of a state. */
export function headFile(data: string): string {
  return join(data, 'head.json');
}

/**
 * Reads the head, `null` if there is none.
 * @throws InputError if it cannot be read
 */
export async function readHead(data: string): Promise<Head | null> {
  const path = headFile(data);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return head.parse(JSON.parse(text));
  } catch {
    throw new InputError(
      `${path} is damaged: it notes what was acknowledged. "doctor --data ${data}" says what to do`,
    );
  }
}

/** Writes the head atomically. */
export async function writeHead(data: string, noted: Omit<Head, 'version' | 'at'>): Promise<void> {
  const whole: Head = { version: VERSION, at: new Date().toISOString(), ...noted };
  await replaceFile(headFile(data), `${JSON.stringify(whole)}\n`);
}
