import { isUtf8 } from 'node:buffer';
import { MICROS_PER_DAY } from '../../schemas/instant.ts';
import { isFromTheFuture, isTooOld, type WardEvent, wardEvent } from '../../schemas/ward-event.ts';
import type { EventRules } from './event-rules.ts';
import { soundEvent } from './sound-event.ts';

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

/** Largest record that is read as JSON; longer ones are rejected unread. */
export const LARGEST_RECORD_BYTES = 1024 * 1024;

/**
 * Decodes records to events. Stateless: whether a record is accepted depends on the record and the
 * site's rules alone, so any order and any split of a stream accepts the same events.
 */
export function decode(records: Iterable<RawRecord>, rules: EventRules): Decoded {
  const events: WardEvent[] = [];
  const rejected: Rejection[] = [];
  for (const { offset, bytes } of records) {
    const verdict = decodeOne(bytes, rules);
    if ('event' in verdict) events.push(verdict.event);
    else rejected.push({ offset, ...verdict, raw: bytes });
  }
  return { events, rejected };
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

type Fault = Pick<Rejection, 'reason' | 'pointer' | 'detail'>;

function decodeOne(bytes: Uint8Array, rules: EventRules): { event: WardEvent } | Fault {
  if (bytes.length > LARGEST_RECORD_BYTES) {
    return fault('too-large', '', `Expected at most ${LARGEST_RECORD_BYTES} bytes a record`);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  } catch {
    if (!isUtf8(bytes)) return fault('invalid-utf8', '', 'Expected UTF-8 text');
    return fault('malformed-json', '', 'Expected one JSON object a line');
  }
  if (!isUtf8(bytes)) return fault('invalid-utf8', '', 'Expected UTF-8 text');
  const event = soundEvent(value, rules);
  return event === null ? judge(value, rules) : { event };
}

/** Validates one parsed value against the event schema and the site's rules. */
export function judge(value: unknown, rules: EventRules): { event: WardEvent } | Fault {
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
  return { event };
}

function fault(reason: RejectionReason, at: string, detail: string): Fault {
  return { reason, pointer: at, detail };
}

function pointer(path: PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
