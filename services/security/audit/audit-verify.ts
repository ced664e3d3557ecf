import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { replaceFile } from '../../platform/durable-files.ts';
import { GENESIS, lineHash, parseEntry } from './audit-entry.ts';
import { auditFiles, fileLines, pathOf } from './audit-files.ts';

const auditBreak = z.strictObject({
  file: z.string(),
  /** Counted from 1. */
  line: z.int().min(1),
  what: z.string(),
  /** Hash of the fault with the line and the one before: the same only while both are. */
  mark: z.string(),
});
/** What is wrong with an audit, and where. */
type Break = z.output<typeof auditBreak>;

/** Breaks, and when an operator accepted them, and who. */
const accepted = z.array(z.strictObject({ at: z.string(), by: z.string(), ...auditBreak.shape }));
type Accepted = z.output<typeof accepted>;

/** Beside the folder of an audit: the breaks that an operator has accepted. */
function acceptedPath(folder: string): string {
  return `${folder}-accepted.json`;
}

/** Returns the accepted breaks of an audit; none if the file is missing, or cannot be read. */
async function readAccepted(folder: string): Promise<Accepted> {
  try {
    return accepted.parse(JSON.parse(await readFile(acceptedPath(folder), 'utf8')));
  } catch {
    return [];
  }
}

/** Notes that breaks of an audit are accepted: only as they are, so that another change at the same place is one. */
export async function acceptBreaks(
  folder: string,
  breaks: readonly Break[],
  { at, by }: { readonly at: string; readonly by: string },
): Promise<void> {
  if (breaks.length === 0) return;
  const all = [...(await readAccepted(folder)), ...breaks.map((each) => ({ at, by, ...each }))];
  await replaceFile(acceptedPath(folder), `${JSON.stringify(all, null, 1)}\n`);
}

export interface Verified {
  readonly entries: number;
  /** Above 1 if older files are missing. */
  readonly first: number;
  readonly last: number;
  /** Hash of the line with the last number: stored elsewhere, the two show whether the end is still there. */
  readonly hash: string;
  /** Text after that line which is not a line: it is torn, or being written. */
  readonly fragment: { readonly file: string; readonly line: number } | null;
  /** Those that nobody has accepted. */
  readonly breaks: readonly Break[];
  /** Those that an operator has accepted (`audit accept`). */
  readonly accepted: readonly Break[];
}

/** Reads an audit from its oldest file on, and checks every line against the previous one. */
export async function verify(folder: string): Promise<Verified> {
  const breaks: Break[] = [];
  let entries = 0;
  let first = 0;
  let last = 0;
  let hash = GENESIS;
  /** Hash of the previous line, whether or not it is an entry. */
  let previous: string | null = null;
  let fragment: Verified['fragment'] = null;
  let end: Break | null = null;
  for (const file of await auditFiles(folder)) {
    let line = 0;
    for await (const { text, bytes, isOpen } of fileLines(pathOf(folder, file))) {
      line++;
      const broken = (what: string): Break => {
        const mark = lineHash(`${previous ?? ''} ${lineHash(bytes)} ${what}`);
        return { file, line, what, mark };
      };
      const wrong = (what: string) => breaks.push(broken(what));
      const entry = parseEntry(text);
      if (entry === null) {
        if (fragment !== null) wrong('is no entry, nor is the one before');
        fragment = { file, line };
        // the last line may be in the writing
        end = isOpen ? null : broken('is no entry');
      } else {
        const notesCut = 'note' in entry && entry.note === 'the line before is cut off';
        if ((fragment !== null) !== notesCut)
          wrong(notesCut ? 'notes a cut that is not there' : 'follows a line that is no entry');
        if (entry.previous !== (previous ?? (entry.seq === 1 ? GENESIS : entry.previous))) {
          wrong('does not follow the line before as that stands');
        }
        if (last > 0 && entry.seq !== last + 1) wrong(`is number ${entry.seq} after ${last}`);
        fragment = null;
        entries++;
        first ||= entry.seq;
        last = entry.seq;
        hash = lineHash(bytes);
      }
      previous = lineHash(bytes);
    }
  }
  if (fragment !== null && end !== null) breaks.push(end);
  const known = new Set((await readAccepted(folder)).map(({ mark }) => mark));
  return {
    ...{ entries, first, last, hash, fragment },
    breaks: breaks.filter(({ mark }) => !known.has(mark)),
    accepted: breaks.filter(({ mark }) => known.has(mark)),
  };
}
