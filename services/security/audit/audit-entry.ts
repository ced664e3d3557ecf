import { createHash } from 'node:crypto';
import { z } from 'zod';

const chained = {
  /** Time of writing. */
  at: z.string(),
  seq: z.int().min(1),
  /** SHA-256 of the previous line, in hex; zeros in the first line. */
  previous: z.string(),
};

const count = z.int().min(0);

/** The result for the events of a request. */
const eventsTaken = z.strictObject({
  /** Systems whose events were taken, or their number if there are many. */
  sources: z.union([z.array(z.string()), z.int()]),
  accepted: count,
  duplicates: count,
  rejected: count,
  /** SHA-256 of the id of the first event and of the last, in hex; `null` if there was none. */
  first: z.string().nullable(),
  last: z.string().nullable(),
});

/** One request and its result. */
const requestEntry = z.strictObject({
  ...chained,
  /** The caller, `null` if the request did not identify one. */
  subject: z.string().nullable(),
  kind: z.enum(['key', 'token', 'local']).nullable(),
  /** Address of the client. */
  address: z.string().optional(),
  method: z.string(),
  /** The declared address: `/v1/wards/:wardId/intensity`. */
  route: z.string(),
  wardId: z.string().optional(),
  encounterId: z.string().optional(),
  /** The requested range. */
  from: z.string().optional(),
  to: z.string().optional(),
  /** The other request parameters: dataset or file, wards, grain, format, known-at time, and hour. */
  asked: z.record(z.string(), z.string()).optional(),
  /** Wards that the caller could see: `*` for all, their ids, or their number if there are many. */
  scope: z.union([z.literal('*'), z.array(z.string()), z.int()]).nullable(),
  /** `null` in the line before a change; the line with its result has the same `traceId`. */
  status: z.int().nullable(),
  /** Rows of the answer, `null` if it has none or the line at its end counts them. */
  rows: z.int().nullable(),
  /** Patients that the answer lists. */
  encounters: z.array(z.string()).optional(),
  /** Number of the further line, from 2 on, if an answer lists more patients than a line holds. */
  part: z.int().min(2).optional(),
  events: eventsTaken.optional(),
  purpose: z.string().nullable(),
  traceId: z.string(),
  /** The second line of a streamed answer. */
  ended: z.literal(true).optional(),
});

/** Says that the previous line is torn, as after a power cut. */
const cutNote = z.strictObject({ ...chained, note: z.literal('the line before is cut off') });

/** Says that earlier lines are missing, because they could not be written: nothing was shown or done then. */
const againNote = z.strictObject({ ...chained, note: z.literal('it could not be written before') });

/** Says that earlier lines have disappeared or changed. */
const brokenNote = z.strictObject({
  ...chained,
  note: z.literal('the audit before is not as it was left'),
});

/** Counts refused requests, which have no line each. */
const refusedNote = z.strictObject({
  ...chained,
  note: z.literal('requests were refused'),
  /** Address of the client. */
  address: z.string(),
  /** The problem of their answer: `unauthenticated`. */
  problem: z.string(),
  count: z.int().min(1),
  /** Time of the first. */
  since: z.string(),
});

/** A change of an access file by a command; one line before it and one after. */
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
  /** Owner of the key, if known. */
  name: z.string().optional(),
  id: z.string().optional(),
  grants: z.array(z.string()).optional(),
  expires: z.string().optional(),
});

const erasure = {
  ...chained,
  /** User of the machine. */
  by: z.string(),
  /** Reference of the decision. */
  reason: z.string().optional(),
  /** Erased records of the log, affected ward-hours, and rejected records. */
  records: count.optional(),
  wardHours: count.optional(),
  deadLetters: count.optional(),
};

/** The erasure of an encounter by a command; one line before it and one after. */
const encounterErasureNote = z.strictObject({
  ...erasure,
  note: z.enum([
    'an encounter is to be erased',
    'an encounter is erased',
    'an encounter could not be erased',
  ]),
  encounterId: z.string(),
});

/** The erasure of a judgement by a command; one line before it and one after. */
const judgementErasureNote = z.strictObject({
  ...erasure,
  note: z.enum([
    'a judgement is to be erased',
    'a judgement is erased',
    'a judgement could not be erased',
  ]),
  judgement: z.strictObject({ source: z.string(), id: z.string() }),
});

/** Principals by name and key id, or their number if there are many. */
const principals = z.union([z.array(z.string()), z.int()]);

/** Says that a running server has read a changed access file, whether a command or a person changed it. */
const accessNote = z.strictObject({
  ...chained,
  note: z.literal('another access file holds'),
  added: principals,
  removed: principals,
  /** Name, secret, expiry or grants changed. */
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
  encounterErasureNote,
  judgementErasureNote,
  accessNote,
]);

export type AuditEntry = z.output<typeof auditEntry>;
type Unchained<E> = E extends unknown ? Omit<E, keyof typeof chained> : never;
/** An entry that is not yet in the chain. */
export type NewEntry = Unchained<AuditEntry>;
export type RequestEntry = Unchained<z.output<typeof requestEntry>>;
export type KeyNote = Unchained<z.output<typeof keyNote>>;
export type ErasureNote = Unchained<
  z.output<typeof encounterErasureNote> | z.output<typeof judgementErasureNote>
>;
export type AccessNote = Unchained<z.output<typeof accessNote>>;
export type EventsTaken = z.output<typeof eventsTaken>;

/** The hash of the previous line that the first line has. */
export const GENESIS = '0'.repeat(64);

/** SHA-256 of a line without its newline, in hex. */
export function lineHash(line: string | Uint8Array): string {
  return createHash('sha256').update(line).digest('hex');
}

/** Parses an entry from its line; returns null if the line is not an entry. */
export function parseEntry(line: string): AuditEntry | null {
  try {
    return auditEntry.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
