import { createHash } from 'node:crypto';
import { z } from 'zod';

const chained = {
  /** When it was written. */
  at: z.string(),
  seq: z.int().min(1),
  /** SHA-256 of the line before, in hex; zeros at the very first. */
  previous: z.string(),
};

const count = z.int().min(0);

/** What became of the events of a request. */
const eventsTaken = z.strictObject({
  /** Systems whose events were taken, or how many where they are many. */
  sources: z.union([z.array(z.string()), z.int()]),
  accepted: count,
  duplicates: count,
  rejected: count,
  /** SHA-256 of the id of the first event and of the last, in hex; NULL where there was none. */
  first: z.string().nullable(),
  last: z.string().nullable(),
});

/** One request and what became of it. */
const requestEntry = z.strictObject({
  ...chained,
  /** The caller, NULL where the request did not identify one. */
  subject: z.string().nullable(),
  kind: z.enum(['key', 'token', 'local']).nullable(),
  /** Address of the client. */
  address: z.string().optional(),
  method: z.string(),
  /** The address as it is declared: `/v1/wards/:wardId/intensity`. */
  route: z.string(),
  wardId: z.string().optional(),
  encounterId: z.string().optional(),
  /** The requested range. */
  from: z.string().optional(),
  to: z.string().optional(),
  /** The other request parameters: dataset or file, wards, grain, format, known-at time, and hour. */
  asked: z.record(z.string(), z.string()).optional(),
  /** Wards that could be seen: `*` for all, or which, or how many where they are many. */
  scope: z.union([z.literal('*'), z.array(z.string()), z.int()]).nullable(),
  /** NULL before something is changed: the line that says what came of it has the same `traceId`. */
  status: z.int().nullable(),
  /** Rows of the answer, NULL where it has none or a line at its end counts them. */
  rows: z.int().nullable(),
  /** Patients that the answer lists. */
  encounters: z.array(z.string()).optional(),
  /** From 2 on: of an answer that lists more patients than a line holds. */
  part: z.int().min(2).optional(),
  events: eventsTaken.optional(),
  purpose: z.string().nullable(),
  traceId: z.string(),
  /** The second line of an answer that was streamed. */
  ended: z.literal(true).optional(),
});

/** That the line before it was cut off, as by a power cut. */
const cutNote = z.strictObject({ ...chained, note: z.literal('the line before is cut off') });

/** That lines before it are missing, since they could not be written: nothing was shown or done then. */
const againNote = z.strictObject({ ...chained, note: z.literal('it could not be written before') });

/** That what was written before is not there any more, or is other than it was. */
const brokenNote = z.strictObject({
  ...chained,
  note: z.literal('the audit before is not as it was left'),
});

/** Requests that were refused, counted instead of written one by one. */
const refusedNote = z.strictObject({
  ...chained,
  note: z.literal('requests were refused'),
  /** Address of the client. */
  address: z.string(),
  /** The problem they were answered with: `unauthenticated`. */
  problem: z.string(),
  count: z.int().min(1),
  /** When the first of them came. */
  since: z.string(),
});

/** A change of an access file by a command, before it is made and after. */
const keyNote = z.strictObject({
  ...chained,
  note: z.enum([
    'the access file is to be changed',
    'the access file is changed',
    'the access file could not be changed',
  ]),
  command: z.enum(['keys create', 'keys revoke']),
  /** User of the machine. */
  by: z.string(),
  /** Whose key it is, as far as that is known. */
  name: z.string().optional(),
  id: z.string().optional(),
  grants: z.array(z.string()).optional(),
  expires: z.string().optional(),
});

/** The erasure of an encounter by a command, before it is begun and after. */
const erasureNote = z.strictObject({
  ...chained,
  note: z.enum([
    'an encounter is to be erased',
    'an encounter is erased',
    'an encounter could not be erased',
  ]),
  /** User of the machine. */
  by: z.string(),
  encounterId: z.string(),
  /** By what decision. */
  reason: z.string().optional(),
  /** Records of the log, ward-hours that it had a part in, and rejected records. */
  records: count.optional(),
  wardHours: count.optional(),
  deadLetters: count.optional(),
});

/** Principals by name and id of their keys, or how many where they are many. */
const principals = z.union([z.array(z.string()), z.int()]);

/** That a server that runs has read an access file that changed, by command or by hand. */
const accessNote = z.strictObject({
  ...chained,
  note: z.literal('another access file holds'),
  added: principals,
  removed: principals,
  /** Another name, secret, expiry, or other grants. */
  changed: principals,
  settings: z.array(z.enum(['oidc', 'sessions', 'secureCookie'])),
});

export const auditEntry = z.union([
  requestEntry,
  cutNote,
  againNote,
  brokenNote,
  refusedNote,
  keyNote,
  erasureNote,
  accessNote,
]);

export type AuditEntry = z.output<typeof auditEntry>;
type Unchained<E> = E extends unknown ? Omit<E, keyof typeof chained> : never;
/** An entry before it is in the chain. */
export type NewEntry = Unchained<AuditEntry>;
export type RequestEntry = Unchained<z.output<typeof requestEntry>>;
export type KeyNote = Unchained<z.output<typeof keyNote>>;
export type ErasureNote = Unchained<z.output<typeof erasureNote>>;
export type EventsTaken = z.output<typeof eventsTaken>;

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
