import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../platform/durable-files.ts';
import { lineHash, parseEntry } from './audit-entry.ts';
import { auditFiles, fileLines, pathOf } from './audit-files.ts';

const head = z.strictObject({ seq: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** A line of the audit by its number and hash: noted elsewhere, it shows whether the line is still there. */
export type AuditHead = z.output<typeof head>;

/**
 * Where the last line of an audit is noted: twice beside its folder, not in it, and in a third file, best on another
 * disk, if one is given. One copy is enough to know whether lines are missing.
 */
export function headPaths(folder: string, elsewhere?: string): readonly string[] {
  const beside = ['audit-head.json', 'audit-head.copy.json'].map((name) =>
    join(dirname(folder), name),
  );
  return elsewhere === undefined ? beside : [...beside, elsewhere];
}

/** A copy of the note; `head` is `null` if it is missing or cannot be read, as `fault` says. */
export interface HeadCopy {
  readonly path: string;
  readonly head: AuditHead | null;
  readonly fault: 'is missing' | 'cannot be read' | null;
}

export function readHeads(paths: readonly string[]): HeadCopy[] {
  return paths.map((path) => {
    try {
      return { path, head: head.parse(JSON.parse(readFileSync(path, 'utf8'))), fault: null };
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return { path, head: null, fault: isMissing ? 'is missing' : 'cannot be read' };
    }
  });
}

/** The line noted last of all copies; `null` if none can be read. */
export function newestHead(copies: readonly HeadCopy[]): AuditHead | null {
  const heads = copies.flatMap((copy) => copy.head ?? []);
  return heads.toSorted((a, b) => b.seq - a.seq)[0] ?? null;
}

/** What is wrong with an audit by the copies of its note; `null` if every line that they name is there. */
export async function faultByHeads(
  folder: string,
  copies: readonly HeadCopy[],
): Promise<string | null> {
  const heads = new Map(
    copies.flatMap(({ head }) => (head === null ? [] : [[head.seq, head.hash]])),
  );
  if (heads.size === 0) {
    const isNew =
      copies.every(({ fault }) => fault === 'is missing') &&
      (await auditFiles(folder)).length === 0;
    return isNew ? null : NO_HEAD;
  }
  for (const [seq, hash] of heads) {
    const fault = await faultBy(folder, { seq, hash });
    if (fault !== null) return fault;
  }
  return null;
}

/** Nothing says whether the end of the audit is there. */
const NO_HEAD = 'no copy of the note of its last line can be read';

/**
 * Writes the head to every copy, each atomically.
 * @returns the copies that could not be written
 * @throws if no copy could be written
 */
export async function writeHeads(
  paths: readonly string[],
  { seq, hash }: AuditHead,
): Promise<readonly string[]> {
  const text = `${JSON.stringify({ seq, hash })}\n`;
  const written = await Promise.allSettled(paths.map((path) => replaceFile(path, text)));
  const failed = written.flatMap(({ status }, index) =>
    status === 'rejected' ? [paths[index]!] : [],
  );
  if (failed.length === paths.length) throw (written[0] as PromiseRejectedResult).reason;
  return failed;
}

const SEQ = /^\{"at":"[^"]*","seq":(\d+),/;

/** Returns the hash of the line with a number; `null` if there is none. Reads the newest files first. */
async function hashOf(folder: string, seq: number): Promise<string | null> {
  for (const file of (await auditFiles(folder)).reverse()) {
    let first: number | null = null;
    for await (const { text, bytes } of fileLines(pathOf(folder, file))) {
      const number = Number(SEQ.exec(text)?.[1] ?? Number.NaN);
      if (Number.isNaN(number)) continue;
      // a torn line has the number of the next one
      if (number === seq && parseEntry(text) !== null) return lineHash(bytes);
      first ??= number;
      // the line is in an earlier file, or in none
      if (number > seq) break;
    }
    if (first !== null && first < seq) return null;
  }
  return null;
}

/** Returns what is wrong with an audit by one head; `null` if its line is there. */
export async function faultBy(folder: string, { seq, hash }: AuditHead): Promise<string | null> {
  if (seq === 0) return null;
  const found = await hashOf(folder, seq);
  if (found === hash) return null;
  return found === null ? `line ${seq} is not there` : `line ${seq} is another than was written`;
}
