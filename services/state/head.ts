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
  /** What was acknowledged: all records before `end`. */
  journal: z.object({ id: z.string(), end: z.int(), hash: z.string() }),
  /** How far what is derived has come. */
  scorer: z.object({ next: z.int(), revision: z.int() }),
  serving: z.object({ revision: z.int() }),
  deadLetters: z.object({ last: z.int() }),
});

/** What a state's folder must hold: what was acknowledged, and how far everything derived had come. */
export type Head = z.output<typeof head>;

/** Of a state whose DuckDB files are made from the journal yet. */
export const NOTHING_DERIVED: Pick<Head, 'scorer' | 'serving' | 'deadLetters'> = {
  scorer: { next: 0, revision: 0 },
  serving: { revision: 0 },
  deadLetters: { last: 0 },
};

/** Where it is noted in a state's folder. */
export function headFile(data: string): string {
  return join(data, 'head.json');
}

/**
 * What was noted last, `null` where nothing was.
 * @throws InputError where it cannot be read
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

/** Notes it, whole or not at all. */
export async function writeHead(data: string, noted: Omit<Head, 'version' | 'at'>): Promise<void> {
  const whole: Head = { version: VERSION, at: new Date().toISOString(), ...noted };
  await replaceFile(headFile(data), `${JSON.stringify(whole)}\n`);
}
