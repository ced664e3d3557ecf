import { createReadStream } from 'node:fs';
import { appendFile, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GENESIS, lineHash, parseEntry } from './audit-entry.ts';

const NAME = /^\d{4}-\d{2}\.ndjson$/;
const NEWLINE = 0x0a;
const CHUNK = 64 * 1024;

/** Files of the audit in the order of writing: one per month. */
export async function auditFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => NAME.test(name)).sort();
}

/** A line of a file, and where the next one begins. */
export interface FileLine {
  readonly text: string;
  readonly bytes: Buffer;
  readonly next: number;
  /** True if the line has no newline: it is torn, or being written. */
  readonly isOpen: boolean;
}

/** Yields the lines of a file, starting at a byte offset. */
export async function* fileLines(path: string, from = 0): AsyncGenerator<FileLine> {
  let rest = Buffer.alloc(0);
  let next = from;
  for await (const chunk of createReadStream(path, { start: from }) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      const line = bytes.subarray(start, end);
      next += line.length + 1;
      start = end + 1;
      yield { text: line.toString(), bytes: line, next, isOpen: false };
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) {
    yield { text: rest.toString(), bytes: rest, next: next + rest.length, isOpen: true };
  }
}

/** Returns the last lines of a file; the first of them may be incomplete. */
export async function lastLines(path: string): Promise<FileLine[]> {
  const file = await open(path);
  const { size } = await file.stat().finally(() => file.close());
  const lines: FileLine[] = [];
  for await (const line of fileLines(path, Math.max(0, size - CHUNK))) lines.push(line);
  return lines;
}

export const pathOf = (folder: string, name: string): string => join(folder, name);

/** Where the chain continues. */
export interface Tail {
  /** The last file: earlier files are never written again. */
  readonly file: string;
  readonly seq: number;
  /** Hash of the last line. */
  readonly previous: string;
  /** Whether that line is torn: the next line must say so. */
  readonly isCut: boolean;
}

/** Finds the end of an audit, and adds the newline to a torn last line. */
export async function auditTail(folder: string): Promise<Tail> {
  const files = await auditFiles(folder);
  let last: FileLine | undefined;
  for (const name of files.reverse()) {
    const lines = await lastLines(pathOf(folder, name));
    if (last === undefined && lines.at(-1)?.isOpen) await appendFile(pathOf(folder, name), '\n');
    last ??= lines.at(-1);
    const whole = lines.findLast(({ text }) => parseEntry(text) !== null);
    if (whole === undefined) continue;
    return {
      file: files[0]!,
      seq: parseEntry(whole.text)!.seq,
      previous: lineHash(last!.bytes),
      isCut: whole !== last,
    };
  }
  const previous = last === undefined ? GENESIS : lineHash(last.bytes);
  return { file: files[0] ?? '', seq: 0, previous, isCut: last !== undefined };
}
