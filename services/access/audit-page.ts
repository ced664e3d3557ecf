import type { AuditEntry } from './audit-entry.ts';
import { parseEntry } from './audit-entry.ts';
import { auditFiles, fileLines, pathOf } from './audit-files.ts';

export interface AuditRange {
  /** Milliseconds since 1970; `to` is not in it. */
  readonly from: number;
  readonly to: number;
  /** Where the page before ended. */
  readonly cursor: string | null;
  readonly limit: number;
}

export interface AuditPage {
  /** The newest last. */
  readonly entries: readonly AuditEntry[];
  /** Where the next page begins, NULL where there is none. */
  readonly cursor: string | null;
}

/**
 * Reads entries of a time, page by page.
 * @returns null where the cursor is none
 */
export async function auditPage(folder: string, range: AuditRange): Promise<AuditPage | null> {
  const { from, to, limit } = range;
  const start = range.cursor === null ? { file: nameOf(from), byte: 0 } : place(range.cursor);
  if (start === null) return null;
  const entries: AuditEntry[] = [];
  let next = start;
  for (const file of await auditFiles(folder)) {
    if (file < start.file) continue;
    const byte = file === start.file ? start.byte : 0;
    for await (const line of fileLines(pathOf(folder, file), byte)) {
      const entry = line.isOpen ? null : parseEntry(line.text);
      const at = entry === null ? Number.NaN : Date.parse(entry.at);
      if (entry !== null && at >= from && at < to) {
        if (entries.length === limit) return { entries, cursor: cursorOf(next) };
        entries.push(entry);
      }
      next = { file, byte: line.next };
    }
  }
  return { entries, cursor: null };
}

interface Place {
  readonly file: string;
  readonly byte: number;
}

/** The file of an instant's month, which may be long before the first. */
function nameOf(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return '';
  return `${new Date(milliseconds).toISOString().slice(0, 7)}.ndjson`;
}

function cursorOf({ file, byte }: Place): string {
  return Buffer.from(`${file} ${byte}`).toString('base64url');
}

function place(cursor: string): Place | null {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, file, byte] = /^(\d{4}-\d{2}\.ndjson) (\d{1,15})$/.exec(text) ?? [];
  return file === undefined ? null : { file, byte: Number(byte) };
}
