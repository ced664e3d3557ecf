import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../platform/durable-files.ts';

const note = z.object({
  /** RFC 3339: the time then, by the wall clock while it could be trusted. */
  at: z.iso.datetime(),
  /** Milliseconds since the machine had started. */
  uptime: z.number(),
  /** The run of the machine, `null` where that is not known. */
  boot: z.string().nullable(),
});

/** The last time that could be trusted, and how long the machine had run then. */
export type ClockNote = z.output<typeof note>;

const fileOf = (data: string) => join(data, 'clock.json');

/** Forgets it: the next start takes the wall clock for right. */
export async function removeClockNote(data: string): Promise<void> {
  await rm(fileOf(data), { force: true });
}

/** What a folder notes of the clock; `null` where it notes nothing that can be read. */
export async function readClockNote(data: string): Promise<ClockNote | null> {
  try {
    return note.parse(JSON.parse(await readFile(fileOf(data), 'utf8')));
  } catch {
    return null;
  }
}

/** Notes it, whole or not at all. */
export async function writeClockNote(data: string, noted: ClockNote): Promise<void> {
  await replaceFile(fileOf(data), `${JSON.stringify(noted)}\n`);
}
