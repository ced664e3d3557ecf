import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../platform/durable-files.ts';
import { unreadable } from '../platform/folder.ts';
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

/** The head is not as it was written: what was acknowledged is not known from it. */
export class DamagedHead extends InputError {
  constructor(path: string, data: string) {
    super(
      `${path} is damaged: it notes what was acknowledged. "doctor --data ${data}" says what to do`,
    );
  }
}

/** Path of the head in the folder of a state. */
export function headFile(data: string): string {
  return join(data, 'head.json');
}

/**
 * Reads the head, `null` if there is none.
 * @throws DamagedHead if it is not as it was written
 * @throws InputError if this user may not read it
 */
export async function readHead(data: string): Promise<Head | null> {
  const path = headFile(data);
  try {
    return parsed(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw code === 'EACCES' ? unreadable(path) : new DamagedHead(path, data);
  }
}

/** Writes the head atomically, with its sum: a changed digit would say that other events were acknowledged. */
export async function writeHead(data: string, noted: Omit<Head, 'version' | 'at'>): Promise<void> {
  const whole: Head = { version: VERSION, at: new Date().toISOString(), ...noted };
  const text = JSON.stringify({ ...whole, sum: sumOf(whole) });
  await replaceFile(headFile(data), `${text}\n`);
}

function parsed({ sum, ...noted }: { sum?: unknown }): Head {
  // earlier versions wrote no sum, and no other fields
  if (sum === undefined) return head.strict().parse(noted);
  if (sum !== sumOf(noted)) throw new Error('another sum');
  return head.parse(noted);
}

function sumOf(noted: object): string {
  return createHash('sha256').update(JSON.stringify(noted)).digest('base64url');
}
