import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { MICROS_PER_DAY } from '../../schemas/instant.ts';
import { isFromTheFuture, isTooOld, type WardEvent, wardEvent } from '../../schemas/ward-event.ts';
import { type EventRules, isOfClosedWard, personalField } from './event-rules.ts';
import { shapeFault } from './event-shape.ts';
import { soundEvent } from './fast-validator.ts';

/** One record as it came, before anything is known about it. */
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

/** A record that is not an event, with what is wrong, where, and the record itself. */
export interface Rejection {
  readonly offset: number;
  readonly reason: RejectionReason;
  /** JSON pointer to the field at fault, '' for the whole record. */
  readonly pointer: string;
  /** What was expected, never the value that was found. */
  readonly detail: string;
  readonly raw: Uint8Array;
}

export interface Decoded {
  readonly events: WardEvent[];
  readonly rejected: Rejection[];
}

/** What was decoded of a log, with the place of each event in it. */
export interface DecodedLog extends Decoded {
  /** Log position of each event. */
  readonly offsets: number[];
}

/** Largest record that is read as JSON; longer ones are rejected unread. Events have some 300 bytes. */
export const LARGEST_RECORD_BYTES = 64 * 1024;
/** What is kept of a record that is larger. */
const KEPT_BYTES = LARGEST_RECORD_BYTES + 1;
/** Records, and bytes of them, that are decoded before other work has its turn. */
const SLICE_RECORDS = 250;
const SLICE_BYTES = 256 * 1024;

/**
 * Decodes records to events. Stateless: whether a record is accepted depends on the record and the
 * site's rules alone, so any order and any split of a stream accepts the same events.
 *
 * Of two fields of one name the last counts, as `JSON.parse` has it. A byte order mark before a record is
 * passed over.
 */
export function decode(records: Iterable<RawRecord>, rules: EventRules): DecodedLog {
  const decoded: DecodedLog = { events: [], offsets: [], rejected: [] };
  for (const record of records) decodeInto(decoded, record, rules);
  return decoded;
}

/**
 * The same in slices, for a service that has other callers.
 * @param turn gives others their turn after a slice; with the milliseconds that rejected records of it took
 */
export async function decodeInTurns(
  records: Iterable<RawRecord>,
  rules: EventRules,
  turn: (onRejected: number) => Promise<void> = () => setImmediate(),
): Promise<DecodedLog> {
  const decoded: DecodedLog = { events: [], offsets: [], rejected: [] };
  let slice = { count: 0, bytes: 0, rejected: 0, began: performance.now() };
  const end = async () => {
    const rejected = decoded.rejected.length - slice.rejected;
    await turn(((performance.now() - slice.began) * rejected) / slice.count);
    slice = { count: 0, bytes: 0, rejected: decoded.rejected.length, began: performance.now() };
  };
  for (const record of records) {
    decodeInto(decoded, record, rules);
    slice.count++;
    slice.bytes += record.bytes.length;
    if (slice.count >= SLICE_RECORDS || slice.bytes >= SLICE_BYTES) await end();
  }
  if (decoded.rejected.length > slice.rejected) await end();
  return decoded;
}

function decodeInto(decoded: DecodedLog, { offset, bytes }: RawRecord, rules: EventRules): void {
  const verdict = decodeOne(bytes, rules);
  if ('event' in verdict) {
    decoded.events.push(verdict.event);
    decoded.offsets.push(offset);
    return;
  }
  const raw = bytes.length > KEPT_BYTES ? bytes.slice(0, KEPT_BYTES) : bytes;
  decoded.rejected.push({ offset, ...verdict, raw });
}

/**
 * Decodes values that are parsed already, as `decode` does records: the same values give the same
 * events. A rejection keeps the value as JSON.
 */
export function decodeValues(values: readonly unknown[], rules: EventRules): Decoded {
  const events: WardEvent[] = [];
  const rejected: Rejection[] = [];
  values.forEach((value, offset) => {
    const event = soundEvent(value, rules);
    const verdict = event === null ? judge(value, rules) : { event };
    if ('event' in verdict) events.push(verdict.event);
    else rejected.push({ offset, ...verdict, raw: rawOf(value) });
  });
  return { events, rejected };
}

/** A value as JSON again; of one that is nested too deeply to be written nothing is kept. */
function rawOf(value: unknown): Uint8Array {
  try {
    return Buffer.from(JSON.stringify(value));
  } catch {
    return Buffer.from('nested too deeply');
  }
}

const PERSONAL =
  'Looks like a personal identity number; send a pseudonym instead. Where ids only look so, set identifiersMayLookPersonal in the site file and retry';

/** What is wrong with a record. */
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
  const event = soundEvent(value, rules);
  return event === null ? judge(value, rules) : { event };
}

/** Validates one parsed value against the event schema and the site's rules. */
export function judge(value: unknown, rules: EventRules): { event: WardEvent } | Fault {
  const misshapen = shapeFault(value);
  if (misshapen !== null) return fault('invalid-event', ...misshapen);
  const parsed = wardEvent.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const isTypeUnknown = issue.code === 'invalid_union' && issue.path[0] === 'type';
    const reason = isTypeUnknown ? 'unknown-type' : 'invalid-event';
    // names that are not of the schema (unknown fields, keys of items) may be anything: not repeated
    const isFieldUnknown = issue.code === 'unrecognized_keys';
    const expected = isFieldUnknown ? 'Expected no field that is not in the schema' : issue.message;
    return fault(reason, pointer(issue.path.slice(0, 1)), expected);
  }
  const event = parsed.data;
  const personal = personalField(event, rules);
  if (personal !== null) return fault('invalid-event', `/${personal}`, PERSONAL);
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

/** UTF-8 without a byte order mark. */
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
