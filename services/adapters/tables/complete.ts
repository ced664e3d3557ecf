import type { Micros } from '../../../schemas/instant.ts';
import type { Extract } from '../adapter.ts';
import type { TableFile } from './extract.ts';
import { readingOf } from './times.ts';

/** A row that a complete file had: its key, and what withdraws it. */
export interface KnownRow {
  readonly kind: string;
  readonly key: string;
  readonly visit: string;
  /** The time of the row, as a reading of the clock on the wall. */
  readonly at: number;
}

/**
 * Rows that an earlier file had within the period of this one, and this one has not: their withdrawals, and the rows that
 * are known from now on. A file without a period withdraws nothing.
 */
export function completed(
  known: readonly KnownRow[],
  { extracts, period }: Pick<TableFile, 'extracts' | 'period'>,
  writtenAt: Micros,
): { withdrawals: Extract[]; known: KnownRow[] } {
  const rows = new Map(known.map((row) => [nameOf(row), row]));
  const withdrawals: Extract[] = [];
  const present = new Set<string>();
  for (const extract of extracts) {
    const row = knownRow(extract);
    present.add(nameOf(row));
    rows.set(nameOf(row), row);
  }
  for (const [name, row] of rows) {
    const isWithin = period !== null && row.at >= period.from && row.at <= period.to;
    if (present.has(name) || !isWithin) continue;
    withdrawals.push(withdrawalOf(row, writtenAt));
    rows.delete(name);
  }
  return { withdrawals, known: [...rows.values()] };
}

/** A row whose visit is corrected is withdrawn from the one that it was of. */
function nameOf({ kind, key, visit }: KnownRow): string {
  return JSON.stringify([kind, key, visit]);
}

function knownRow({ kind, visit, body }: Extract): KnownRow {
  const { from, at, start, key } = body as Record<string, string>;
  const reading = readingOf(from ?? at ?? start ?? '');
  return { kind, key: key!, visit: visit!, at: reading?.local ?? Number.NaN };
}

function withdrawalOf({ kind, key, visit }: KnownRow, writtenAt: Micros): Extract {
  const body = { key, recorded: '', writtenAt, complete: true, absent: true };
  return { kind, visit, patient: null, body };
}
