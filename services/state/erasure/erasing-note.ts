import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ErasureSubject } from '../../../pipelines/events/erasure-subject.ts';
import { replaceFile, syncFolder } from '../../platform/durable-files.ts';
import { InputError } from '../../platform/input-error.ts';

const schema = z.strictObject({
  /** Time of the start: RFC 3339. */
  at: z.string(),
  salt: z.string(),
  /** Digest of what is erased: its id is not in the note. */
  digest: z.string(),
  /** Number of journal records to erase, `null` without a journal. */
  positions: z.array(z.int()).nullable(),
  /** Ward-hours and dead letters found so far. */
  wardHours: z.int(),
  deadLetters: z.int(),
  /** Files that are done. */
  done: z.array(z.string()),
});

/** An erasure in progress in the folder of a state. */
export type ErasingNote = z.output<typeof schema>;

/** The note in the folder of a state. */
export const ERASING = 'erasing.json';

const fileOf = (data: string) => join(data, ERASING);

/**
 * Returns the erasure in progress in a folder, `null` if there is none.
 * @throws InputError if the note cannot be read
 */
export async function readErasing(data: string): Promise<ErasingNote | null> {
  const path = fileOf(data);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new InputError(
      `${path} is damaged: it notes an erasure that was cut off. Restore a backup from before it, and erase again`,
    );
  }
}

/**
 * Checks that a folder has no interrupted erasure: one file would have data that is erased from another.
 * @throws InputError that says how to finish it
 */
export async function assertNoErasure(data: string): Promise<void> {
  const note = await readErasing(data);
  if (note === null) return;
  throw new InputError(
    `An erasure that began at ${note.at} is not finished in ${data}. Run the same command again: "erase --data ${data} …"; "audit search --data ${data}" shows of what. Nothing was changed`,
  );
}

/** Makes a note for a subject. */
export function noteFor(subject: ErasureSubject): ErasingNote {
  const salt = randomBytes(16).toString('base64url');
  const digest = digestOf(subject, salt);
  const found = { positions: null, wardHours: 0, deadLetters: 0 };
  return { at: new Date().toISOString(), salt, digest, ...found, done: [] };
}

/** Whether a note is for a subject. */
export function isFor(note: ErasingNote, subject: ErasureSubject): boolean {
  const [noted, given] = [note.digest, digestOf(subject, note.salt)].map((text) =>
    Buffer.from(text),
  );
  return noted!.length === given!.length && timingSafeEqual(noted!, given!);
}

/** Writes the note atomically and durably. */
export async function writeErasing(data: string, note: ErasingNote): Promise<void> {
  await replaceFile(fileOf(data), `${JSON.stringify(note)}\n`);
  await syncFolder(data);
}

/** Notes that it is finished. */
export async function removeErasing(data: string): Promise<void> {
  await rm(fileOf(data), { force: true });
  await syncFolder(data);
}

/** A slow hash on purpose: pseudonyms are short. */
function digestOf(subject: ErasureSubject, salt: string): string {
  const text =
    'judgement' in subject
      ? JSON.stringify([subject.judgement.source, subject.judgement.id])
      : subject.encounterId;
  return scryptSync(text, salt, 32).toString('base64url');
}
