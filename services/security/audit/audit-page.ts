import type { AuditEntry } from './audit-entry.ts';
import { type AuditFilter, searchAudit } from './audit-search.ts';

export interface AuditRange extends AuditFilter {
  /** End of the previous page. */
  readonly cursor: string | null;
  readonly limit: number;
}

export interface AuditPage {
  /** The newest last. */
  readonly entries: readonly AuditEntry[];
  /** Start of the next page, `null` if there is none. */
  readonly cursor: string | null;
}

/**
 * Reads entries page by page.
 * @returns null if the cursor is not valid
 */
export async function auditPage(folder: string, range: AuditRange): Promise<AuditPage | null> {
  const { cursor, limit } = range;
  const after = cursor === null ? null : place(cursor);
  if (cursor !== null && after === null) return null;
  const entries: AuditEntry[] = [];
  let next = after;
  for await (const { entry, file, next: byte } of searchAudit(folder, range, after)) {
    if (entries.length === limit) return { entries, cursor: next === null ? null : cursorOf(next) };
    entries.push(entry);
    next = { file, byte };
  }
  return { entries, cursor: null };
}

interface Place {
  readonly file: string;
  readonly byte: number;
}

function cursorOf({ file, byte }: Place): string {
  return Buffer.from(`${file} ${byte}`).toString('base64url');
}

function place(cursor: string): Place | null {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, file, byte] = /^(\d{4}-\d{2}\.ndjson) (\d{1,15})$/.exec(text) ?? [];
  return file === undefined ? null : { file, byte: Number(byte) };
}
