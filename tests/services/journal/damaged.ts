import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { type JournalFile, journalFiles } from '../../../services/journal/files.ts';
import { Journal } from '../../../services/journal/journal.ts';
import { event } from '../../support/scenario.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export const DAY = Date.parse('2026-11-01T08:00:00Z');
export const SENDERS = new Map([['ehr', 'key (abc)']]);

export const rate = (id: string, value = 80): WardEvent =>
  event('8', { id, type: 'observation', encounterId: `E${id}`, code: 'heart-rate', value });

/** A folder of a state, removed after the test. */
export function stateFolder(): string {
  const data = mkdtempSync(join(tmpdir(), 'vi-journal-'));
  folders.push(data);
  return data;
}

/**
 * A state with a journal of 4 days, and what was acknowledged in its head: a day has 3 appends of 2 events, so
 * that positions 0 to 5 are of the first. All files but the last are packed.
 */
export async function filledState(): Promise<{
  data: string;
  folder: string;
  files: JournalFile[];
}> {
  const data = stateFolder();
  const folder = join(data, 'journal');
  mkdirSync(folder);
  let now = DAY;
  let journal = await Journal.create(folder, 0, { now: () => now });
  for (let day = 0; day < 4; day++) {
    now = DAY + day * 86_400_000;
    for (let append = 0; append < 3; append++) {
      const n = day * 6 + append * 2;
      await journal.append({ events: [rate(`${n}`), rate(`${n + 1}`)], senders: SENDERS });
    }
  }
  // packing goes on behind
  await journal.close();
  journal = (await Journal.open(folder, { now: () => now }))!;
  const { id, end, endHash: hash } = journal;
  await journal.close();
  noteHead(data, { id, end, hash });
  return { data, folder, files: await journalFiles(folder) };
}

/** Notes what was acknowledged. */
export function noteHead(data: string, journal: { id: string; end: number; hash: string }): void {
  const head = {
    ...{ version: '0', at: '2026-11-04T08:00:00Z', journal },
    ...{ scorer: { next: 0, revision: 0 }, serving: { revision: 0 }, deadLetters: { last: 0 } },
  };
  writeFileSync(join(data, 'head.json'), JSON.stringify(head));
}

/** Flips a bit of a file. */
export function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at]! ^= 0x01;
  writeFileSync(path, bytes);
}
