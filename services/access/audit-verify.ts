import { GENESIS, lineHash, parseEntry } from './audit-entry.ts';
import { auditFiles, fileLines, pathOf } from './audit-files.ts';

/** What is wrong with an audit, and where. */
export interface Break {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly what: string;
}

export interface Verified {
  readonly entries: number;
  /** Above 1 where older files are not there. */
  readonly first: number;
  readonly last: number;
  /** Of the last line: with a hash noted elsewhere it shows whether the end is still there. */
  readonly hash: string;
  readonly breaks: readonly Break[];
}

/** Reads an audit from its oldest file on, and holds every line against the one before. */
export async function verify(folder: string): Promise<Verified> {
  const breaks: Break[] = [];
  let entries = 0;
  let first = 0;
  let last = 0;
  let hash: string | null = null;
  let isCut = false;
  let end: Break | null = null;
  for (const file of await auditFiles(folder)) {
    let line = 0;
    for await (const { text, bytes, isOpen } of fileLines(pathOf(folder, file))) {
      line++;
      const wrong = (what: string) => breaks.push({ file, line, what });
      const entry = parseEntry(text);
      if (entry === null) {
        if (isCut) wrong('is no entry, nor is the one before');
        isCut = true;
        // of the very last line: it may be the one that is being written
        end = isOpen ? null : { file, line, what: 'is no entry' };
      } else {
        const notesCut = 'note' in entry && entry.note === 'the line before is cut off';
        if (isCut !== notesCut)
          wrong(notesCut ? 'notes a cut that is not there' : 'follows a line that is no entry');
        if (entry.previous !== (hash ?? (entry.seq === 1 ? GENESIS : entry.previous))) {
          wrong('does not follow the line before as that stands');
        }
        if (last > 0 && entry.seq !== last + 1) wrong(`is number ${entry.seq} after ${last}`);
        isCut = false;
        entries++;
        first ||= entry.seq;
        last = entry.seq;
      }
      hash = lineHash(bytes);
    }
  }
  if (isCut && end !== null) breaks.push(end);
  return { entries, first, last, hash: hash ?? GENESIS, breaks };
}
