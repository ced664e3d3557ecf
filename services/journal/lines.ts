import { hash } from 'node:crypto';
import { wireEvent } from '../../pipelines/events/encode.ts';
import { EVENT_COLUMNS } from '../../schemas/event-batch.ts';
import type { FormerWard, Site } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';

/**
 * The lines of a journal file. Each is one JSON object:
 *
 * - a record: `{"n":17,"sum":"…","event":{…}}` is an accepted event with its position in the log; `sum` is the
 *   first half of the SHA-256 of the event's text, in base64url;
 * - an erased record: `{"n":17,"sum":"…"}` keeps its place and its hash;
 * - a link: `{"link":{"kind":…,"previous":"…",…},"hash":"…"}` closes the lines since the last one. Its hash is the
 *   SHA-256 of its text and of the sums of its records, and it repeats the hash of the previous link: a chain over
 *   everything that was ever written.
 *
 * Records without a link after them were never acknowledged.
 */

/** Previous hash of the first link. */
export const NO_HASH = '0'.repeat(43);

const SUM_LENGTH = 22;
/** Replaces the sum of a lost record. */
export const NO_SUM = '0'.repeat(SUM_LENGTH);

/** How far another log, the origin of events, was read. */
export interface SourcePosition {
  readonly topic: string;
  readonly nextOffset: number;
}

/** Fields of every link: the position after its records, its time, and the previous hash. */
interface Link {
  /** Position of the next record. */
  readonly next: number;
  /** RFC 3339, by the clock of the server. */
  readonly at: string;
  readonly previous: string;
}

/** Closes the records of one append. */
export interface EventsLink extends Link {
  readonly kind: 'events';
  readonly count: number;
  /** Subject of the sender of each source; empty if the server itself wrote the events. */
  readonly senders: Readonly<Record<string, string>>;
  readonly source?: SourcePosition;
}

/** Begins a file, so that it can be read without earlier ones. */
interface FileLink extends Link {
  readonly kind: 'file';
  readonly format: 1;
  /** Identity of the journal, generated once. */
  readonly journal: string;
  /** How far other logs were read. */
  readonly sources: Readonly<Record<string, number>>;
  /** The site file at the start of the file; none in a journal without a hospital yet. */
  readonly noted?: NotedSite;
  /** The rewinds of earlier files; none if absent. */
  readonly rewinds?: readonly Rewind[];
}

/** Cancels the ticks of the server's own clock before a position that are later than an instant. */
export interface Rewind {
  /** Position of the first record that it does not affect. */
  readonly next: number;
  /** RFC 3339. */
  readonly to: string;
}

/** A site file, and what is still known of wards that only earlier site files had. */
export interface NotedSite {
  readonly site: Site;
  readonly former: readonly FormerWard[];
}

/** From here on, this site file applies to validation and scoring. */
interface SiteLink extends Link, NotedSite {
  readonly kind: 'site';
}

/** A rewind: cancels the earlier ticks of the server's own clock that are later than an instant. */
interface RewindLink extends Link, Rewind {
  readonly kind: 'rewind';
}

/** Earlier records were erased: the chain has only their sums. */
interface ErasedLink extends Link {
  readonly kind: 'erased';
  readonly count: number;
}

/**
 * Closes the readable records of damaged appends after a repair. A lost record has its position, and `NO_SUM`
 * instead of its sum.
 */
export interface LostLink extends Link {
  readonly kind: 'lost';
  readonly count: number;
  readonly senders: Readonly<Record<string, string>>;
  /** Hash that the next link repeats instead of this one's: that of the last lost link. */
  readonly resumes?: string;
}

/** Shows that the journal can be written again after a failure. */
interface ProbeLink extends Link {
  readonly kind: 'probe';
}

export type JournalLink =
  | EventsLink
  | FileLink
  | SiteLink
  | RewindLink
  | ErasedLink
  | LostLink
  | ProbeLink;

/** Whether a link closes records. */
export function closesRecords(link: JournalLink): link is EventsLink | LostLink {
  return link.kind === 'events' || link.kind === 'lost';
}

/** The content of a line of a journal file. */
export type JournalLine =
  | {
      readonly kind: 'record';
      readonly n: number;
      readonly sum: string;
      readonly text: string | null;
    }
  | {
      readonly kind: 'link';
      readonly link: JournalLink;
      readonly text: string;
      readonly hash: string;
    };

const ORDER = [
  ...['id', 'source', 'type', 'status', 'encounterId', 'occurredAt', 'recordedAt', 'code', 'value'],
  ...[
    'unit',
    'wardId',
    'bed',
    'age',
    'pregnant',
    'plannedDischargeAt',
    'minutes',
    'form',
    'volumeMl',
  ],
  ...['instrument', 'total', 'items', 'role', 'basis', 'from', 'to', 'headcount', 'note'],
] as const;

// every column has its field: a missing one would be lost
if (ORDER.length !== Object.keys(EVENT_COLUMNS).length) throw new Error('A column has no field');

/** Returns the text of an event in the journal; equal events have equal texts. */
export function eventText(event: WardEvent): string {
  const wire = wireEvent(event) as Record<string, unknown>;
  const ordered: Record<string, unknown> = {};
  for (const name of ORDER) {
    if (wire[name] !== undefined) ordered[name] = wire[name];
  }
  if (ordered.items !== undefined) ordered.items = sorted(ordered.items as object);
  return JSON.stringify(ordered);
}

function sorted(items: object): object {
  return Object.fromEntries(Object.entries(items).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns the sum of an event's text, which identifies exact copies. */
export function sumOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, SUM_LENGTH);
}

export function recordLine(n: number, sum: string, text: string | null): string {
  return text === null ? `{"n":${n},"sum":"${sum}"}` : `{"n":${n},"sum":"${sum}","event":${text}}`;
}

/** Returns the hash of a link with this text, after records with these sums. */
export function linkHash(text: string, sums: readonly string[]): string {
  return hash('sha256', `${text}\n${sums.join('')}`, 'base64url');
}

export function linkLine(text: string, hash: string): string {
  return `{"link":${text},"hash":"${hash}"}`;
}

const RECORD = /^\{"n":(\d{1,16}),"sum":"([\w-]{22})"(?:,"event":(\{.*\}))?\}$/s;
const LINK = /^\{"link":(\{.*\}),"hash":"([\w-]{43})"\}$/s;

/** Parses a line of a journal file; returns `null` if it is damaged. The caller compares a link with its records. */
export function parseLine(line: string): JournalLine | null {
  const record = RECORD.exec(line);
  if (record !== null) {
    const [, n, sum, text = null] = record as unknown as [string, string, string, string?];
    if (text !== null && sumOf(text) !== sum) return null;
    return { kind: 'record', n: Number(n), sum, text };
  }
  const link = LINK.exec(line);
  if (link === null) return null;
  try {
    return { kind: 'link', link: JSON.parse(link[1]!), text: link[1]!, hash: link[2]! };
  } catch {
    return null;
  }
}
