import { createHash } from 'node:crypto';
import { z } from 'zod';

const chained = {
  /** When it was written. */
  at: z.string(),
  seq: z.int().min(1),
  /** SHA-256 of the line before, in hex; zeros at the very first. */
  previous: z.string(),
};

/** One request and what became of it. */
export const requestEntry = z.strictObject({
  ...chained,
  /** Who asked, NULL where that was not shown. */
  subject: z.string().nullable(),
  kind: z.enum(['key', 'token', 'local']).nullable(),
  method: z.string(),
  /** The address as it is declared: `/v1/wards/:wardId/intensity`. */
  route: z.string(),
  wardId: z.string().optional(),
  encounterId: z.string().optional(),
  /** The range that was asked for. */
  from: z.string().optional(),
  to: z.string().optional(),
  /** What else was asked for: dataset or file, wards, grain, format, as known when, and which hour. */
  asked: z.record(z.string(), z.string()).optional(),
  /** Wards that could be seen: `*` for all, or which, or how many where they are many. */
  scope: z.union([z.literal('*'), z.array(z.string()), z.int()]).nullable(),
  status: z.int(),
  /** Rows of the answer, NULL where it has none or they are told by a line at its end. */
  rows: z.int().nullable(),
  purpose: z.string().nullable(),
  traceId: z.string(),
  /** The second line of an answer that was streamed. */
  ended: z.literal(true).optional(),
});

/** That the line before it was cut off, as by a power cut. */
export const mendEntry = z.strictObject({
  ...chained,
  note: z.literal('the line before is cut off'),
});

export const auditEntry = z.union([requestEntry, mendEntry]);

export type AuditEntry = z.output<typeof auditEntry>;
type Unchained<E> = Omit<E, keyof typeof chained>;
export type RequestEntry = Unchained<z.output<typeof requestEntry>>;
export type MendEntry = Unchained<z.output<typeof mendEntry>>;

/** What the first line of all has for the line before it. */
export const GENESIS = '0'.repeat(64);

/** SHA-256 of a line without its newline, in hex. */
export function lineHash(line: string | Uint8Array): string {
  return createHash('sha256').update(line).digest('hex');
}

/** An entry of the audit from its line; null where it is none. */
export function parseEntry(line: string): AuditEntry | null {
  try {
    return auditEntry.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
