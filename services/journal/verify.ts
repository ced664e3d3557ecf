import { stat } from 'node:fs/promises';
import { counted } from '../platform/counted.ts';
import { firstOf, type Group, type JournalFile, journalFiles, packedPath, scan } from './files.ts';
import { type JournalLink, NO_HASH, NO_SUM } from './lines.ts';

/** The acknowledged part of a journal: the records before `end`, and the hash of the last link. */
export interface JournalHead {
  readonly id: string;
  readonly end: number;
  readonly hash: string;
}

/** A range of positions; the end is not included. */
export interface Positions {
  readonly from: number;
  readonly to: number;
}

/** Damage of a journal. */
interface JournalDamage {
  readonly file: string;
  /** Offsets in the file without a valid line, or with a link that does not fit. */
  readonly at: readonly number[];
  readonly what: string;
  /** Missing records, as far as known. */
  readonly lost: readonly Positions[];
}

/** The content of a journal. */
export interface JournalReport {
  /** Identity; `null` if none of its files can be read. */
  readonly id: string | null;
  readonly files: number;
  /** Position of the first record. */
  readonly first: number;
  /** Position after the last record that a whole link closes, and that link's hash. */
  readonly end: number;
  readonly hash: string;
  readonly records: number;
  readonly erased: number;
  /** Number of records that a repair gave up. */
  readonly givenUp: number;
  readonly damage: readonly JournalDamage[];
  /** The append in progress now or when the server stopped: it was never acknowledged. */
  readonly tail: { readonly file: string; readonly at: number } | null;
}

/** Progress of work on the files. */
export interface FileProgress {
  readonly file: string;
  readonly bytes: number;
  readonly of: number;
}

/**
 * Compares every file of a journal with its own hashes, with earlier files, and with the acknowledged end. Only
 * reads, so a server may append meanwhile; later records may be missed.
 * @param head the acknowledged end, `null` if not known
 */
export async function verifyJournal(
  folder: string,
  head: JournalHead | null,
  onProgress: (progress: FileProgress) => void = () => {},
): Promise<JournalReport> {
  const verifier = new Verifier(head);
  const files = await journalFiles(folder);
  for await (const { file, group } of groupsOf(files, onProgress)) {
    verifier.take(file, group, file.name === files.at(-1)!.name);
  }
  return verifier.finish(files);
}

/** Yields the groups of files in order, with the progress. */
export async function* groupsOf(
  files: readonly JournalFile[],
  onProgress: (progress: FileProgress) => void = () => {},
): AsyncGenerator<{ file: JournalFile; group: Group }> {
  const sizes = await Promise.all(files.map(sizeOf));
  const of = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  for (const [index, file] of files.entries()) {
    for await (const group of scan(file)) {
      onProgress({ file: file.name, bytes: before + Math.min(group.end, sizes[index]!), of });
      yield { file, group };
    }
    before += sizes[index]!;
  }
}

/** Returns the bytes of a file, which may have been packed since it was listed. */
async function sizeOf({ path }: JournalFile): Promise<number> {
  const { size } = await stat(path).catch(() => stat(packedPath(path)));
  return size;
}

/** The damage since the last whole link. */
interface Pending {
  readonly file: JournalFile;
  readonly at: number[];
  /** Positions of readable records. */
  readonly found: number[];
  /** Position after the records of a damaged link, by its own text. */
  next: number;
  /** Number of damaged links. */
  links: number;
}

class Verifier {
  private readonly head: JournalHead | null;
  private id: string | null = null;
  private first = 0;
  private next: number | null = null;
  private hash = NO_HASH;
  /** Hash that the next link may repeat instead, after a repair. */
  private resumes: string | null = null;
  private records = 0;
  private erased = 0;
  private givenUp = 0;
  private hasHead = false;
  private pending: Pending | null = null;
  private tail: JournalReport['tail'] = null;
  private readonly damage: JournalDamage[] = [];

  constructor(head: JournalHead | null) {
    this.head = head;
  }

  take(file: JournalFile, group: Group, isLast: boolean): void {
    const { link, records, damage, end } = group;
    if (link === null && isLast && !file.isPacked) {
      this.tail = { file: file.name, at: end };
      return;
    }
    if (link === null || damage.length > 0) {
      this.pending ??= { file, at: [], found: [], next: 0, links: 0 };
      if (this.pending.file === file) this.pending.at.push(...damage.map(({ at }) => at));
      if (this.pending.at.length === 0) this.pending.at.push(end);
      this.pending.found.push(...records.map(({ n }) => n));
      this.pending.next = Math.max(this.pending.next, link?.next ?? 0);
      if (link !== null) this.pending.links++;
      return;
    }
    this.follow(file, group, link);
    this.next = link.next;
    this.hash = group.hash;
    this.resumes = link.kind === 'lost' ? (link.resumes ?? null) : null;
    this.hasHead ||= group.hash === this.head?.hash;
    this.records += records.length;
    for (const { text, sum } of records) {
      if (text !== null) continue;
      if (sum === NO_SUM) this.givenUp++;
      else this.erased++;
    }
  }

  finish(files: readonly JournalFile[]): JournalReport {
    const { head } = this;
    const file = files.at(-1)?.name ?? '';
    const end = this.next ?? 0;
    this.ignoreTorn(file, end);
    const acknowledged = Math.max(end, head?.end ?? 0, this.pending?.next ?? 0);
    if (this.pending !== null) this.endPending(acknowledged);
    else if (head !== null && head.end > end) {
      const what = `events up to ${head.end} were acknowledged; the journal has ${end}`;
      this.damage.push({ file, at: [], what, lost: [{ from: end, to: head.end }] });
    } else if (head !== null && this.damage.length === 0) {
      const isOther = this.id !== head.id ? 'it is another journal than head.json notes' : null;
      const isRewritten = this.hasHead ? null : 'the last link that head.json notes is not in it';
      const what = isOther ?? isRewritten;
      if (what !== null) this.damage.push({ file, at: [], what, lost: [] });
    }
    const { id, first, hash, records, erased, givenUp, damage, tail } = this;
    return {
      ...{ id, files: files.length, first, end, hash, records, erased, givenUp, damage, tail },
    };
  }

  /** Compares a whole group with the earlier ones. */
  private follow(file: JournalFile, { end }: Group, link: JournalLink): void {
    const first = firstOf(link);
    if (link.kind === 'file') {
      const isOther = this.id !== null && link.journal !== this.id;
      if (isOther) this.note(file, [0], 'it is a file of another journal');
      else if (link.next !== file.first) this.note(file, [0], 'its name is not its position');
      this.id ??= link.journal;
    }
    if (this.pending !== null) {
      this.next ??= this.pending.file.first;
      this.endPending(first);
      return;
    }
    const isFirst = this.next === null;
    if (isFirst) this.first = link.previous === NO_HASH ? first : 0;
    const expected = this.next ?? this.first;
    if (first > expected) {
      const lost = [{ from: expected, to: first }];
      const what = `the records ${ranges(lost)} before it are missing`;
      this.damage.push({ file: file.name, at: [], what, lost });
    } else if (first < expected) {
      this.note(file, [end], `records from ${first} are there twice`);
    } else if (link.previous !== this.hash && link.previous !== this.resumes) {
      this.note(file, [end], 'the link before it is another: what was between is missing');
    }
  }

  /** Ignores a torn last append that was not acknowledged: any part of it may have reached the disk. */
  private ignoreTorn(last: string, end: number): void {
    if (this.pending === null || this.head === null || this.head.end > end) return;
    const { file, at, links } = this.pending;
    if (file.name !== last || file.isPacked || links > 1) return;
    this.pending = null;
    this.tail = { file: file.name, at: at[0]! };
  }

  private endPending(next: number): void {
    const { file, at, found } = this.pending!;
    this.pending = null;
    const lost = missingOf(found, this.next ?? file.first, next);
    const what =
      lost.length === 0
        ? 'damaged; its records can be read'
        : `damaged, and with it ${ranges(lost)}`;
    this.damage.push({ file: file.name, at, what, lost });
  }

  private note({ name: file }: JournalFile, at: readonly number[], what: string): void {
    this.damage.push({ file, at, what, lost: [] });
  }
}

/** Returns the positions between two that were not found, in order. */
function missingOf(found: readonly number[], from: number, to: number): Positions[] {
  const missing: Positions[] = [];
  let next = from;
  for (const n of [...found, to]) {
    if (n > next) missing.push({ from: next, to: n });
    next = Math.max(next, n + 1);
  }
  return missing;
}

/** Formats positions: `17` or `17 to 20`. */
export function ranges(positions: readonly Positions[]): string {
  return positions
    .map(({ from, to }) => (to === from + 1 ? `${from}` : `${from} to ${to - 1}`))
    .join(', ');
}

const number = (n: number) => n.toLocaleString('en');

/** Describes the content of a journal in a line. */
export function reportText({ files, records, first, end, ...rest }: JournalReport): string {
  const { erased, givenUp, hash } = rest;
  const beside = [
    ...(erased > 0 ? [`${number(erased)} erased`] : []),
    ...(givenUp > 0 ? [`${number(givenUp)} given up by a repair`] : []),
  ];
  const among = beside.length === 0 ? '' : ` (${beside.join(', ')})`;
  return `${counted(files, 'file')}, ${counted(records, 'record')}${among}, positions ${first} to ${end - 1}, end ${end}:${hash}`;
}

/** Describes the damage of a journal, one line each. */
export function damageLines({ damage }: JournalReport): string[] {
  return damage.map(({ file, at, what }) => {
    const bytes = at.length === 0 ? '' : `, byte ${at.slice(0, 5).join(', ')}`;
    return `${file}${bytes}: ${what}`;
  });
}
