import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { MICROS_PER_DAY } from '../../schemas/instant.ts';
import { NO_OVERRIDE } from '../../schemas/plain-text.ts';
import { isFromTheFuture, isTooOld, type WardEvent, wardEvent } from '../../schemas/ward-event.ts';
import {
  type EventRules,
  isId,
  isOfClosedWard,
  overridingField,
  personalField,
} from './event-rules.ts';
import { shapeFault } from './event-shape.ts';
import { fastValidate } from './fast-validator.ts';

/** One record of a log, before decoding. */
export interface RawRecord {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export const REJECTION_REASONS = [
  'malformed-json',
  'invalid-utf8',
  'too-large',
  'unknown-type',
  'invalid-event',
  'from-the-future',
  'too-old',
  'unknown-ward',
  'closed-ward',
  'forbidden-source',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** A rejected record: what is wrong, where, and the record itself. */
export interface Rejection {
  readonly offset: number;
  readonly reason: RejectionReason;
  /** JSON pointer to the wrong field, '' for the whole record. */
  readonly pointer: string;
  /** What was expected; never the value itself. */
  readonly detail: string;
  readonly raw: Uint8Array;
}

export interface Decoded {
  readonly events: WardEvent[];
  readonly rejected: Rejection[];
}

/** The decoded records of a log, with the position of each event. */
export interface DecodedLog extends Decoded {
  /** Log position of each event. */
  readonly offsets: number[];
}

/** Largest record that is parsed; longer ones are rejected. Events have some 300 bytes. */
export const LARGEST_RECORD_BYTES = 64 * 1024;
/** Bytes that are kept of a larger record. */
const KEPT_BYTES = LARGEST_RECORD_BYTES + 1;
/** Records, and their bytes, that are decoded before other work may run. */
const CHUNK_RECORDS = 250;
const CHUNK_BYTES = 256 * 1024;

/**
 * Decodes records to events. Stateless: only the record and the site's rules decide whether it is accepted, so any
 * order and any split of a stream accepts the same events.
 *
 * If a field occurs twice, the last counts, as in `JSON.parse`. A byte order mark before a record is ignored.
 */
export function decode(records: Iterable<RawRecord>, rules: EventRules): DecodedLog {
  const decoded: DecodedLog = { events: [], offsets: [], rejected: [] };
  for (const record of records) decodeInto(decoded, record, rules);
  return decoded;
}

/**
 * Decodes in chunks, for a service that has other callers.
 * @param turn lets other work run after a chunk; receives the milliseconds that its rejected records took
 */
export async function decodeInTurns(
  records: Iterable<RawRecord>,
  rules: EventRules,
  turn: (onRejected: number) => Promise<void> = () => setImmediate(),
): Promise<DecodedLog> {
  const decoded: DecodedLog = { events: [], offsets: [], rejected: [] };
  let chunk = { count: 0, bytes: 0, rejected: 0, began: performance.now() };
  const end = async () => {
    const rejected = decoded.rejected.length - chunk.rejected;
    await turn(((performance.now() - chunk.began) * rejected) / chunk.count);
    chunk = { count: 0, bytes: 0, rejected: decoded.rejected.length, began: performance.now() };
  };
  for (const record of records) {
    decodeInto(decoded, record, rules);
    chunk.count++;
    chunk.bytes += record.bytes.length;
    if (chunk.count >= CHUNK_RECORDS || chunk.bytes >= CHUNK_BYTES) await end();
  }
  if (decoded.rejected.length > chunk.rejected) await end();
  return decoded;
}

function decodeInto(decoded: DecodedLog, record: RawRecord, rules: EventRules): void {
  const judged = judge(record, rules);
  if ('event' in judged) {
    decoded.events.push(judged.event);
    decoded.offsets.push(record.offset);
  } else decoded.rejected.push(judged);
}

/** Decodes one record. */
export function judge(
  { offset, bytes }: RawRecord,
  rules: EventRules,
): { readonly event: WardEvent } | Rejection {
  const result = decodeOne(bytes, rules);
  if ('event' in result) return result;
  const raw = bytes.length > KEPT_BYTES ? bytes.slice(0, KEPT_BYTES) : bytes;
  return { offset, ...result, raw };
}

/** Decodes values that are already parsed, as `decode` does records. A rejection keeps the value as JSON. */
export function decodeValues(values: readonly unknown[], rules: EventRules): Decoded {
  const events: WardEvent[] = [];
  const rejected: Rejection[] = [];
  values.forEach((value, offset) => {
    const event = fastValidate(value, rules);
    const result = event === null ? validateEvent(value, rules) : { event };
    if ('event' in result) events.push(result.event);
    else rejected.push({ offset, ...result, raw: rawOf(value) });
  });
  return { events, rejected };
}

/** Writes a value as JSON; a fixed text if it is nested too deeply. */
function rawOf(value: unknown): Uint8Array {
  try {
    return Buffer.from(JSON.stringify(value));
  } catch {
    return Buffer.from('nested too deeply');
  }
}

/** Of what people write, and of ids. */
const PERSONAL_WORDS = 'Looks like a personal identity number; say it without';
const PERSONAL_ID =
  'Looks like a personal identity number; send a pseudonym instead. Where ids only look so, set identifiersMayLookPersonal in the site file and retry';

/** What is wrong with a record, and where. */
export type Fault = Pick<Rejection, 'reason' | 'pointer' | 'detail'>;

function decodeOne(bytes: Uint8Array, rules: EventRules): { event: WardEvent } | Fault {
  if (bytes.length > LARGEST_RECORD_BYTES) {
    return fault('too-large', '', `Expected at most ${LARGEST_RECORD_BYTES} bytes a record`);
  }
  if (!isUtf8(bytes)) return fault('invalid-utf8', '', 'Expected UTF-8 text');
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes));
  } catch {
    return fault('malformed-json', '', 'Expected one JSON object');
  }
  const event = fastValidate(value, rules);
  return event === null ? validateEvent(value, rules) : { event };
}

/** Validates one parsed value against the event schema and the site's rules. */
export function validateEvent(value: unknown, rules: EventRules): { event: WardEvent } | Fault {
  const misshapen = shapeFault(value);
  if (misshapen !== null) return fault('invalid-event', ...misshapen);
  const parsed = wardEvent.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const isTypeUnknown = issue.code === 'invalid_union' && issue.path[0] === 'type';
    const reason = isTypeUnknown ? 'unknown-type' : 'invalid-event';
    // names outside the schema (unknown fields, keys of items) may be anything: they are not repeated
    const isFieldUnknown = issue.code === 'unrecognized_keys';
    const expected = isFieldUnknown ? 'Expected no field that is not in the schema' : issue.message;
    return fault(reason, pointer(issue.path.slice(0, 1)), expected);
  }
  const event = parsed.data;
  const personal = personalField(event, rules);
  if (personal !== null) {
    const detail = isId(personal) ? PERSONAL_ID : PERSONAL_WORDS;
    return fault('invalid-event', `/${personal}`, detail);
  }
  const overriding = overridingField(event, rules);
  if (overriding !== null) return fault('invalid-event', `/${overriding}`, NO_OVERRIDE);
  if (isFromTheFuture(event)) {
    return fault('from-the-future', '/occurredAt', 'Expected at most 5 minutes after recordedAt');
  }
  if (isTooOld(event, rules.maxAge)) {
    const days = rules.maxAge / MICROS_PER_DAY;
    return fault(
      'too-old',
      '/occurredAt',
      `Expected at most ${days} days before recordedAt; raise maxAgeDays in the site file and retry`,
    );
  }
  if ('wardId' in event && !rules.wards.has(event.wardId)) {
    return fault('unknown-ward', '/wardId', 'Expected a ward of the site file; add it and retry');
  }
  if ('wardId' in event && isOfClosedWard(event, rules)) {
    return fault(
      'closed-ward',
      '/wardId',
      'Expected a ward that is open then; change its closedFrom in the site file and retry',
    );
  }
  return { event };
}

/** Returns UTF-8 text without its byte order mark. */
function textOf({ buffer, byteOffset, length }: Uint8Array): string {
  const text = Buffer.from(buffer, byteOffset, length).toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function fault(reason: RejectionReason, at: string, detail: string): Fault {
  return { reason, pointer: at, detail };
}

function pointer(path: PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
