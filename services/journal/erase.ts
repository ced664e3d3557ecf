import { createWriteStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { decode } from '../../pipelines/events/decode.ts';
import { type ErasureSubject, isNamedBy } from '../../pipelines/events/erasure-subject.ts';
import { ACCEPTED } from '../../pipelines/events/event-rules.ts';
import { type ErasedEvent, erasedEvents } from '../../pipelines/scoring/erase.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { syncFolder, writeAtomically } from '../platform/durable-files.ts';
import { pack } from './bgzf.ts';
import { type JournalFile, type JournalRecord, journalFiles, linesOf, scan } from './files.ts';
import { JournalFault } from './journal.ts';
import { parseLine, recordLine } from './lines.ts';

/** What to erase from a journal. */
export interface Erasure {
  /** Positions of the records. */
  readonly positions: readonly number[];
  /** The events of these versions. */
  readonly events: readonly ErasedEvent[];
}

/** The beginning of every event's text, which identifies its versions. */
const IDENTITY = /^\{"id":("(?:[^"\\]|\\.)*"),"source":("(?:[^"\\]|\\.)*")/;

/**
 * Finds the records of a subject: those that name it, and every version of an event whose effective version
 * belongs to it. An event that was corrected to another encounter stays with that encounter.
 * @throws JournalFault if a file is damaged: an unreadable record may belong to the subject
 */
export async function findErasure(folder: string, subject: ErasureSubject): Promise<Erasure> {
  const canBe = textTest(subject);
  const named = new Set<string>();
  const unknown: number[] = [];
  for await (const { n, text } of records(folder)) {
    if (!canBe(text)) continue;
    const [event] = read([{ n, text }]);
    if (event === undefined) unknown.push(n);
    else if (isNamedBy(event.event, subject)) named.add(identityOf(text));
  }
  const versions: { n: number; text: string }[] = [];
  for await (const record of records(folder)) {
    if (named.has(identityOf(record.text))) versions.push(record);
  }
  const found = read(versions);
  const events = await erasedEvents(
    found.map(({ event }) => event),
    subject,
  );
  const whole = new Set(
    events.flatMap(({ source, id, whole }) => (whole ? [keyOf(source, id)] : [])),
  );
  const positions = found.flatMap(({ n, event }) =>
    whole.has(keyOf(event.source, event.id)) || isNamedBy(event, subject) ? [n] : [],
  );
  return { positions: [...unknown, ...positions].toSorted((a, b) => a - b), events };
}

/**
 * Reduces records to their sums, which the chain needs: rewrites files, each atomically. Safe to repeat. The
 * journal of the folder must not be open.
 */
export async function eraseRecords(
  folder: string,
  positions: readonly number[],
  onFile: (name: string) => unknown = () => {},
): Promise<void> {
  await removeLeftovers(folder);
  const files = await journalFiles(folder);
  for (const [index, file] of files.entries()) {
    const end = files[index + 1]?.first ?? Number.POSITIVE_INFINITY;
    const gone = new Set(positions.filter((n) => n >= file.first && n < end));
    if (gone.size === 0 || !(await holdsAny(file, gone))) continue;
    const lines = erased(file, gone);
    await writeAtomically(
      file.path,
      async (temporary) => {
        await pipeline(
          file.isPacked ? pack(lines) : lines,
          createWriteStream(temporary, { mode: 0o600, flush: true }),
        );
        await onFile(`${file.name} is copied`);
      },
      `${file.path}.tmp`,
    );
    await syncFolder(folder);
    await onFile(`${file.name} is erased`);
  }
}

/** Whether the last file of a journal has an erasure at an instant (RFC 3339) or later. */
export async function isErasureNoted(folder: string, since: string): Promise<boolean> {
  const last = (await journalFiles(folder)).at(-1);
  if (last === undefined) return false;
  for await (const { link } of scan(last)) {
    if (link?.kind === 'erased' && link.at >= since) return true;
  }
  return false;
}

/** Returns the number of erasures in a journal that a copy of it lacks: the copy still has the erased data. */
export async function erasuresAfter(other: string, folder: string): Promise<number> {
  const had = new Set(await erasuresIn(other));
  return (await erasuresIn(folder)).filter((hash) => !had.has(hash)).length;
}

/** Hashes of the links of erasures. */
async function erasuresIn(folder: string): Promise<string[]> {
  const hashes: string[] = [];
  for (const file of await journalFiles(folder)) {
    for await (const { link, hash } of scan(file)) if (link?.kind === 'erased') hashes.push(hash);
  }
  return hashes;
}

async function holdsAny(file: JournalFile, gone: ReadonlySet<number>): Promise<boolean> {
  for await (const { records } of scan(file)) {
    if (records.some(({ n, text }) => text !== null && gone.has(n))) return true;
  }
  return false;
}

/** Yields the lines of a file, with only the sums of the erased records. */
async function* erased(file: JournalFile, gone: ReadonlySet<number>): AsyncGenerator<Buffer> {
  for await (const { at, line } of linesOf(file, {})) {
    const parsed = line === null ? null : parseLine(line);
    if (parsed === null) throw damaged(file, at);
    const isGone = parsed.kind === 'record' && gone.has(parsed.n);
    yield Buffer.from(`${isGone ? recordLine(parsed.n, parsed.sum, null) : line}\n`);
  }
}

/** Removes files that a stop left behind: unfinished copies, and originals of compressed files. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder);
  for (const name of names) {
    if (name.endsWith('.tmp') || names.includes(`${name}.gz`)) {
      await rm(join(folder, name), { force: true });
    }
  }
}

async function* records(folder: string): AsyncGenerator<JournalRecord & { text: string }> {
  for (const file of await journalFiles(folder)) {
    for await (const { link, damage, records, end } of scan(file)) {
      if (damage.length > 0 || link === null) throw damaged(file, damage[0]?.at ?? end);
      for (const { text, ...record } of records) if (text !== null) yield { ...record, text };
    }
  }
}

/** Returns whether the text of an event can be of a subject; that of a judgement begins with its identity. */
function textTest(subject: ErasureSubject): (text: string) => boolean {
  if ('judgement' in subject) {
    const { source, id } = subject.judgement;
    const identity = `${JSON.stringify(source)} ${JSON.stringify(id)}`;
    return (text) => identityOf(text) === identity;
  }
  const within = JSON.stringify(subject.encounterId).slice(1, -1);
  return (text) => text.includes(within);
}

/** Returns the records that this program can read. */
function read(
  records: readonly { readonly n: number; readonly text: string }[],
): { n: number; event: WardEvent }[] {
  const numbered = records.map(({ n, text }) => ({ offset: n, bytes: Buffer.from(text) }));
  const { events, offsets } = decode(numbered, ACCEPTED);
  return events.map((event, index) => ({ n: offsets[index]!, event }));
}

function identityOf(text: string): string {
  const [, id, source] = IDENTITY.exec(text) ?? [];
  return `${source} ${id}`;
}

const keyOf = (source: string, id: string) => JSON.stringify([source, id]);

function damaged(file: JournalFile, at: number): JournalFault {
  return new JournalFault(
    `The journal is damaged in ${file.name} at byte ${at}: repair it first ("doctor" says how). Nothing was erased`,
  );
}
