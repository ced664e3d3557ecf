import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { lineHash } from './audit-entry.ts';
import { auditFiles, fileLines, pathOf } from './audit-files.ts';

/** A line of the audit by its number and hash: noted elsewhere, it shows whether the line is still there. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

const head = z.strictObject({ seq: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** Where the last line of an audit is noted: beside its folder, not in it. */
export function headPath(folder: string): string {
  return join(dirname(folder), 'audit-head.json');
}

/**
 * The line that was noted last; `null` where none was.
 * @throws where the note cannot be read
 */
export async function readHead(folder: string): Promise<AuditHead | null> {
  const text = await readFile(headPath(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : head.parse(JSON.parse(text));
}

/** The note as it is written, `null` where it cannot be read. */
export function readHeadText(folder: string): string | null {
  try {
    return readFileSync(headPath(folder), 'utf8');
  } catch {
    return null;
  }
}

/** Notes a line, whole or not at all. */
export async function writeHead(folder: string, { seq, hash }: AuditHead): Promise<void> {
  const path = headPath(folder);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, `${JSON.stringify({ seq, hash })}\n`, { mode: 0o600, flush: true });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

const SEQ = /^\{"at":"[^"]*","seq":(\d+),/;

/** The hash of the line with a number; `null` where there is none. Reads the newest files first. */
export async function hashOf(folder: string, seq: number): Promise<string | null> {
  for (const file of (await auditFiles(folder)).reverse()) {
    let first: number | null = null;
    for await (const { text, bytes } of fileLines(pathOf(folder, file))) {
      const number = Number(SEQ.exec(text)?.[1] ?? Number.NaN);
      if (number === seq) return lineHash(bytes);
      if (Number.isNaN(number)) continue;
      first ??= number;
      // it is in a file before, or in none
      if (number > seq) break;
    }
    if (first !== null && first < seq) return null;
  }
  return null;
}

/** What is wrong with an audit by a line that was noted of it; `null` where the line is there. */
export async function faultBy(folder: string, { seq, hash }: AuditHead): Promise<string | null> {
  if (seq === 0) return null;
  const found = await hashOf(folder, seq);
  if (found === hash) return null;
  return found === null ? `line ${seq} is not there` : `line ${seq} is another than was written`;
}
