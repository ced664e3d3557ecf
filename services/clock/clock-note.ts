import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../platform/durable-files.ts';

const note = z.object({
  /** RFC 3339: the last trusted time of the wall clock. */
  at: z.iso.datetime(),
  /** Milliseconds since the start of the machine. */
  uptime: z.number(),
  /** Id of the machine's boot, `null` if not known. */
  boot: z.string().nullable(),
});

/** The last trusted time, and the uptime of the machine then. */
export type ClockNote = z.output<typeof note>;

const fileOf = (data: string) => join(data, 'clock.json');

/** Deletes the note: the next start trusts the wall clock. */
export async function removeClockNote(data: string): Promise<void> {
  await rm(fileOf(data), { force: true });
}

/** Returns the clock note of a folder; `null` if there is no readable one. */
export async function readClockNote(data: string): Promise<ClockNote | null> {
  try {
    return note.parse(JSON.parse(await readFile(fileOf(data), 'utf8')));
  } catch {
    return null;
  }
}

/** Writes the note atomically. */
export async function writeClockNote(data: string, noted: ClockNote): Promise<void> {
  await replaceFile(fileOf(data), `${JSON.stringify(noted)}\n`);
}
