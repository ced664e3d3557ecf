import { appendFile } from 'node:fs/promises';
import { GENESIS, lineHash, parseEntry } from './audit-entry.ts';
import { auditFiles, type FileLine, lastLines, pathOf } from './audit-files.ts';

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
