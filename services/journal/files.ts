import { existsSync } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unpack } from './bgzf.ts';
import { closesRecords, type JournalLink, linkHash, parseLine } from './lines.ts';

const NAME = /^(\d{15})-\d{4}-\d{2}-\d{2}\.ndjson(\.gz)?$/;
const NEWLINE = 0x0a;
const CHUNK = 1024 * 1024;

/** A file of a journal: the records from a position up to that of the next file. */
export interface JournalFile {
  readonly name: string;
  readonly path: string;
  /** Position of its first record. */
  readonly first: number;
  readonly isPacked: boolean;
}

/** Returns the name of a file that begins at a position, on a day (RFC 3339). */
export function fileName(first: number, day: string): string {
  return `${String(first).padStart(15, '0')}-${day}.ndjson`;
}

/** Returns the files of a journal in order, none without a folder; of a file in both forms, the packed one. */
export async function journalFiles(folder: string): Promise<JournalFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => NAME.test(name) && !names.includes(`${name}.gz`))
    .toSorted()
    .map((name) => {
      const [, first, packed] = NAME.exec(name)!;
      return {
        ...{ name, path: join(folder, name), first: Number(first) },
        isPacked: packed !== undefined,
      };
    });
}

/** Returns the files with the records from a position up to another, and perhaps some before. */
export function reaching(
  files: readonly JournalFile[],
  from: number,
  to: number,
): readonly JournalFile[] {
  const before = files.filter(({ first }) => first < to);
  const start = before.findLastIndex(({ first }) => first <= from);
  return before.slice(Math.max(0, start));
}

/** A record in a file. */
export interface JournalRecord {
  readonly n: number;
  readonly sum: string;
  /** JSON of the event, `null` if it was erased. */
  readonly text: string | null;
}

/** Bytes of a file that are not a line of a journal. */
export interface Damage {
  readonly file: string;
  /** Byte offset in the file. */
  readonly at: number;
}

/** A link with its records. */
export interface Group {
  /** `null` for records without a link after them. */
  readonly link: JournalLink | null;
  /** JSON of the link. */
  readonly text: string;
  readonly hash: string;
  /** The readable records, in order. */
  readonly records: readonly JournalRecord[];
  /** The damage; empty if its hash matches its text and records. */
  readonly damage: readonly Damage[];
  /** Its end in the file; in bytes, if the file is not packed. */
  readonly end: number;
}

export interface ScanOptions {
  /** First byte to read, of a file that is not packed. */
  readonly from?: number;
  /** Byte to stop before, because the rest is being written. */
  readonly until?: number;
}

/** Yields the groups of a file. It skips and names damaged parts, and reads what is before and after them. */
export async function* scan(file: JournalFile, options: ScanOptions = {}): AsyncGenerator<Group> {
  let records: JournalRecord[] = [];
  let damage: Damage[] = [];
  let end = options.from ?? 0;
  for await (const { at, line, next } of linesOf(file, options)) {
    const parsed = line === null ? null : parseLine(line);
    if (parsed === null) damage.push({ file: file.name, at });
    else if (parsed.kind === 'record') records.push(parsed);
    else {
      const { link, text, hash } = parsed;
      const isWhole = linkHash(text, sumsOf(records)) === hash;
      const placed = numbered(records, link, isWhole);
      if ((!isWhole || placed !== records) && damage.length === 0) {
        damage.push({ file: file.name, at });
      }
      yield { link, text, hash, records: placed, damage, end: next };
      records = [];
      damage = [];
      end = next;
    }
  }
  if (records.length > 0 || damage.length > 0) {
    yield { link: null, text: '', hash: '', records, damage, end };
  }
}

/**
 * Returns records with the positions by their link: in a whole group by order, even if a number is
 * damaged; else those with a possible number.
 */
function numbered(
  records: readonly JournalRecord[],
  link: JournalLink,
  isWhole: boolean,
): readonly JournalRecord[] {
  const first = firstOf(link);
  if (isWhole && records.every(({ n }, index) => n === first + index)) return records;
  if (isWhole) return records.map((record, index) => ({ ...record, n: first + index }));
  let last = Number.NEGATIVE_INFINITY;
  return records.filter(({ n }) => {
    if (n <= last || n >= link.next) return false;
    last = n;
    return true;
  });
}

/** Position of the first record that a link closes, or of the link itself if it closes none. */
export function firstOf(link: JournalLink): number {
  return link.next - (closesRecords(link) ? link.count : 0);
}

function sumsOf(records: readonly JournalRecord[]): string[] {
  return records.map(({ sum }) => sum);
}

const SUM = /^\{"n":\d+,"sum":"([\w-]{22})","event":/;

/** Returns the sums of a file's records that have their event, without verification. */
export async function* sumsIn(file: JournalFile): AsyncGenerator<string> {
  for await (const { line } of linesOf(file, {})) {
    const sum = line === null ? undefined : SUM.exec(line)?.[1];
    if (sum !== undefined) yield sum;
  }
}

/** A line of a file. */
interface Line {
  readonly at: number;
  /** `null` for bytes that are not a line. */
  readonly line: string | null;
  /** Start of the next line. */
  readonly next: number;
}

interface Piece {
  readonly at: number;
  readonly raw: Buffer | null;
}

/** Opens a file that is not packed; `null` if it was packed since it was listed. */
async function openPlain({ path, isPacked }: JournalFile): Promise<FileHandle | null> {
  if (isPacked) return null;
  return open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && existsSync(packedPath(path))) return null;
    throw error;
  });
}

/** Path of a file once it is packed. */
export function packedPath(path: string): string {
  return path.endsWith('.gz') ? path : `${path}.gz`;
}

/** Yields the lines of a file. */
export async function* linesOf(file: JournalFile, options: ScanOptions): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let start = options.from ?? 0;
  const { isPacked, pieces } = await piecesOf(file, options);
  for await (const { at, raw } of pieces) {
    if (raw === null) {
      yield { at, line: null, next: at };
      rest = Buffer.alloc(0);
      continue;
    }
    if (rest.length === 0) start = at;
    const bytes = rest.length === 0 ? raw : Buffer.concat([rest, raw]);
    let from = 0;
    for (let to = bytes.indexOf(NEWLINE); to !== -1; to = bytes.indexOf(NEWLINE, from)) {
      const place = isPacked ? at : start + from;
      const next = isPacked ? at : start + to + 1;
      yield { at: place, line: bytes.toString('utf8', from, to), next };
      from = to + 1;
    }
    rest = bytes.subarray(from);
    start = isPacked ? at : start + from;
  }
  // a line without its end is torn
  if (rest.length > 0) yield { at: start, line: null, next: start + rest.length };
}

/**
 * Returns the bytes of a file in order, `null` for what cannot be unpacked. `at` is where they begin in the file; their
 * block, if it is packed.
 */
export async function piecesOf(
  file: JournalFile,
  options: ScanOptions,
): Promise<{ isPacked: boolean; pieces: AsyncGenerator<Piece> }> {
  const plain = await openPlain(file);
  return plain === null
    ? { isPacked: true, pieces: unpack(packedPath(file.path)) }
    : { isPacked: false, pieces: read(plain, options) };
}

/** Reads an open file, and closes it. */
async function* read(
  file: FileHandle,
  { from = 0, until = Number.POSITIVE_INFINITY }: ScanOptions,
): AsyncGenerator<Piece> {
  try {
    for (let at = from; at < until; ) {
      const raw = Buffer.alloc(Math.min(CHUNK, until - at));
      const { bytesRead } = await file.read(raw, 0, raw.length, at);
      if (bytesRead === 0) return;
      yield { at, raw: raw.subarray(0, bytesRead) };
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}
