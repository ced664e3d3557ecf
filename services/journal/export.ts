import { journalFiles } from './files.ts';
import { JournalFault } from './journal.ts';
import { closesRecords } from './lines.ts';
import { type FileProgress, groupsOf } from './verify.ts';

/** Which events are meant: by position, or by when the journal took them (milliseconds since 1970). */
export interface ExportRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/**
 * The events of a journal as lines of JSON, in their order, up to its last whole link. Reads only, also while a
 * server appends.
 * @throws JournalFault where it is damaged
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
  let expected: number | null = null;
  for await (const { file, group } of groupsOf(files, onProgress)) {
    const { link, records, damage } = group;
    if (link === null && file === all.at(-1) && !file.isPacked) return;
    if (link === null || damage.length > 0) {
      throw new JournalFault(
        `The journal is damaged in ${file.name} at byte ${damage[0]?.at ?? group.end}. "log verify" says what is lost, and "log repair" repairs it`,
      );
    }
    if (expected !== null && link.next - records.length !== expected) {
      throw new JournalFault(
        `The journal lacks records from ${expected} on, before ${file.name}. "log verify" says which, and "log repair" repairs it`,
      );
    }
    expected = link.next;
    if (!closesRecords(link)) continue;
    const at = Date.parse(link.at);
    if (at < since || at >= until) continue;
    for (const { n, text } of records) {
      if (n >= from && n < to && text !== null) yield text;
    }
  }
}
