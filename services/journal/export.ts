import { decode } from '../../pipelines/events/decode.ts';
import { ACCEPTED } from '../../pipelines/events/event-rules.ts';
import { parseInstant } from '../../schemas/instant.ts';
import { isOwnTick } from '../clock/clock-tick.ts';
import { type JournalFile, journalFiles } from './files.ts';
import { JournalFault } from './journal.ts';
import { closesRecords, NO_HASH, type Rewind } from './lines.ts';
import { type FileProgress, groupsOf } from './verify.ts';

/** A range of events: by position, or by time of append (milliseconds since 1970). */
export interface ExportRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/**
 * Yields the events of a journal as lines of JSON, in order, up to its last whole link, without ticks that a rewind
 * removed. Only reads, so a server may append meanwhile.
 * @throws JournalFault if it is damaged
 */
export async function* exportedLines(
  folder: string,
  range: ExportRange = {},
  onProgress?: (progress: FileProgress) => void,
): AsyncGenerator<string> {
  const { from = 0, to = Number.POSITIVE_INFINITY } = range;
  const since = range.since ?? Number.NEGATIVE_INFINITY;
  const until = range.until ?? Number.POSITIVE_INFINITY;
  const all = await journalFiles(folder);
  const start = Math.max(
    0,
    all.findLastIndex(({ first }) => first <= from),
  );
  const files = all.slice(start).filter(({ first }) => first < to);
  const rewinds = await rewindsOf(all);
  let expected: number | null = null;
  for await (const { file, group } of groupsOf(files, onProgress)) {
    const { link, records, damage } = group;
    if (link === null && file === all.at(-1) && !file.isPacked) return;
    if (link === null || damage.length > 0) {
      throw new JournalFault(
        `The journal is damaged in ${file.name} at byte ${damage[0]?.at ?? group.end}. "log verify" says what is lost, and "log repair" repairs it`,
      );
    }
    const isFirst = expected === null && start === 0;
    if (isFirst && link.previous !== NO_HASH) throw lacking(0, file);
    if (expected !== null && link.next - records.length !== expected) throw lacking(expected, file);
    expected = link.next;
    if (!closesRecords(link)) continue;
    const at = Date.parse(link.at);
    if (at < since || at >= until) continue;
    for (const { n, text } of records) {
      if (n < from || n >= to || text === null) continue;
      if (rewinds.length === 0 || !isRewound(n, text, rewinds)) yield text;
    }
  }
}

function lacking(from: number, { name }: JournalFile): JournalFault {
  return new JournalFault(
    `The journal lacks records from ${from} on, before ${name}. "log verify" says which, and "log repair" repairs it`,
  );
}

/** Returns the rewinds of a journal: the last file repeats those of earlier files. */
async function rewindsOf(files: readonly JournalFile[]): Promise<Rewind[]> {
  const rewinds: Rewind[] = [];
  for await (const { group } of groupsOf(files.slice(-1))) {
    const { link, damage } = group;
    if (damage.length > 0) continue;
    if (link?.kind === 'file') rewinds.push(...(link.rewinds ?? []));
    if (link?.kind === 'rewind') rewinds.push(link);
  }
  return rewinds;
}

function isRewound(n: number, text: string, rewinds: readonly Rewind[]): boolean {
  if (!text.includes('"tick"')) return false;
  const [event] = decode([{ offset: n, bytes: Buffer.from(text) }], ACCEPTED).events;
  if (event === undefined || !isOwnTick(event)) return false;
  return rewinds.some(({ next, to }) => n < next && event.recordedAt > parseInstant(to));
}
