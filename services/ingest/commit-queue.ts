import type { Decoded, Rejection, RejectionReason } from '../../pipelines/events/decode.ts';
import { wireBytes } from '../../pipelines/events/encode.ts';
import { MICROS_PER_DAY, MICROS_PER_MINUTE, type Micros } from '../../schemas/instant.ts';
import { isTooOld, LARGEST_SKEW_MINUTES, type WardEvent } from '../../schemas/ward-event.ts';
import type { Metrics } from '../platform/metrics.ts';
import { RetryingWorker } from '../platform/retrying-worker.ts';
import { PATIENCE, within } from '../platform/time-limit.ts';
import type { Appended, EventLog, Fault } from '../transport/transport.ts';
import { Batcher } from './batcher.ts';
import type { Turn } from './pace.ts';
import { CommitFailedError, QueueFullError, Unconfirmed } from './queue-problems.ts';
import { forbidden, type Sender, UNKNOWN_SENDER } from './sender.ts';

/** The result for one record of a request. */
export type RecordResult =
  | { readonly status: 'accepted' | 'duplicate' }
  | {
      readonly status: 'rejected';
      readonly reason: RejectionReason;
      /** JSON pointer to the field at fault, '' for the whole record. */
      readonly pointer: string;
      readonly detail: string;
    };

/** A rejected record, and who sent it. */
export interface Letter extends Rejection {
  readonly sender?: Sender;
  /** When a record from the future of the server's clock can be accepted. */
  readonly dueAt?: Micros;
  /** Position in the journal, if it was there. */
  readonly position?: number;
}

/** Stores rejected records. Resolves once they are durable. */
export interface DeadLetterBox {
  put(letters: readonly Letter[]): Promise<void>;
  /** Resolves if dead letters can be stored now: it writes without a change. Rejects if they cannot. */
  probe(): Promise<void>;
}

export interface CommitQueueOptions {
  readonly log: EventLog;
  readonly deadLetters: DeadLetterBox;
  /** Milliseconds since 1970; an event recorded in the future would move stream time. */
  readonly now: () => number;
  readonly metrics: Pick<Metrics, 'received' | 'accepted' | 'duplicates' | 'rejected' | 'failures'>;
  /** Records that may wait for a commit. */
  readonly queueLimit?: number;
  /** Most records of one commit. */
  readonly commitLimit?: number;
  /** The longest wait of a request for its commit, in milliseconds. */
  readonly patience?: number;
  /** Largest age of a move or of staffing; infinite for any age. */
  readonly maxAge: Micros;
}

/** The events of a request, and their sender. */
interface Sent {
  readonly events: readonly WardEvent[];
  readonly sender: Sender;
}

/** The result for the events, by their index in the request. */
type Stored = Required<Appended>;

/** The result of storing dead letters. */
interface Kept {
  /** Why they are not stored, `null` if they are. */
  readonly cause: Error | null;
  /** Duration in milliseconds. */
  readonly took: number;
}

const NOTHING_STORED: Stored = {
  ...{ duplicates: new Set(), refused: new Map(), failed: new Set(), cause: null },
};
const NOTHING_KEPT: Kept = { cause: null, took: 0 };

/**
 * Stores the records of many requests together (group commit): while one commit runs, new records wait for
 * the next. Rejected records are stored separately, so that no valid event waits for them.
 * Both queues are bounded: beyond a limit, `submit` throws `QueueFullError`.
 */
export class CommitQueue {
  private readonly options: Required<CommitQueueOptions>;
  private readonly events: Batcher<Sent, Stored>;
  private readonly letters: Batcher<readonly Letter[], Kept>;
  /** Requests that have no answer yet. */
  private readonly under = new Set<Promise<unknown>>();
  private stopped = false;
  private readonly failing = { storing: false, keeping: false };
  /** After a failure, retries by itself: a server that is not ready may get no requests. */
  private readonly probes: Readonly<Record<'storing' | 'keeping', RetryingWorker>>;

  constructor(options: CommitQueueOptions) {
    this.options = { queueLimit: 20_000, commitLimit: 5_000, patience: PATIENCE, ...options };
    const { commitLimit, log, deadLetters } = this.options;
    const probe = (what: 'storing' | 'keeping', of: Pick<EventLog, 'probe'>) =>
      new RetryingWorker(
        async () => {
          if (!this.failing[what]) return;
          await of.probe();
          this.failing[what] = false;
        },
        () => undefined,
      );
    this.probes = { storing: probe('storing', log), keeping: probe('keeping', deadLetters) };
    this.events = new Batcher<Sent, Stored>({
      weigh: ({ events }) => events.length,
      count: (waiting) => countOfCommit(waiting, commitLimit),
      ready: () => log.ready(),
      work: (requests) => this.store(requests),
    });
    this.letters = new Batcher<readonly Letter[], Kept>({
      weigh: (letters) => letters.length,
      count: (waiting) => countWithin(waiting, commitLimit),
      work: (requests) => this.keep(requests),
    });
  }

  /** The longest wait of a request for its commit, in milliseconds. */
  get patience(): number {
    return this.options.patience;
  }

  /** Records waiting for a commit. */
  get depth(): number {
    return this.events.depth + this.letters.depth;
  }

  /** True from a failed commit to the next success, which may be that of a retry without events. */
  get isFailing(): boolean {
    return this.failing.storing || this.failing.keeping;
  }

  /** True if there is no room for more events: refuse before reading on. */
  get isFull(): boolean {
    return this.stopped || this.events.depth >= this.options.queueLimit;
  }

  /**
   * Stores decoded records; their offsets count from 0 without gaps. Resolves with a result for
   * each, in order, when all are durable. Rejects events of systems that the sender may not write
   * for.
   * @param turn called with the time that storing rejected records took
   * @throws QueueFullError if the queue is full
   * @throws CommitFailedError if some could not be stored
   * @throws Unconfirmed if it took too long; records that still waited for their commit are not stored
   */
  async submit(decoded: Decoded, sender: Sender, turn?: Turn): Promise<RecordResult[]> {
    const records = decoded.events.length + decoded.rejected.length;
    if (this.stopped) throw new QueueFullError('The service is stopping');
    const { events, places, rejected } = this.screen(decoded, records, sender);
    this.assertRoom(events.length, rejected.length);
    this.options.metrics.received.inc(records);
    const sent = { events, sender };
    const letters = rejected.map((rejection) => letterOf(rejection, sender));
    const settled = Promise.all([
      events.length === 0 ? NOTHING_STORED : this.events.add(sent),
      letters.length === 0 ? NOTHING_KEPT : this.letters.add(letters),
    ]);
    const taken = settled.then(async ([stored, kept]) => {
      const refused = [...stored.refused].map(([index, fault]) =>
        letterOf({ offset: 0, ...fault, raw: wireBytes(events[index]!) }, sender),
      );
      const refusedKept = refused.length === 0 ? NOTHING_KEPT : await this.letters.add(refused);
      const cause = stored.cause ?? kept.cause ?? refusedKept.cause;
      if (stored.failed.size > 0 || kept.cause !== null || refusedKept.cause !== null) {
        throw new CommitFailedError(cause);
      }
      return { stored, took: kept.took + refusedKept.took };
    });
    this.under.add(taken);
    const { stored, took } = await within(this.options.patience, taken, () => {
      this.events.withdraw(sent);
      this.letters.withdraw(letters);
      return new Unconfirmed('Some of it may be stored: send it again, which is safe');
    }).finally(() => this.under.delete(taken));
    if (took > 0) await turn?.(took);
    return resultsOf(records, places, rejected, stored);
  }

  /** Refuses new requests, and resolves when the accepted ones are stored. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.allSettled(this.under);
    await Promise.all([this.events.idle(), this.letters.idle()]);
    await Promise.all([this.probes.storing.stop(), this.probes.keeping.stop()]);
  }

  private assertRoom(events: number, letters: number): void {
    const { queueLimit } = this.options;
    const isFull = ({ depth }: { depth: number }, more: number) =>
      more > 0 && depth > 0 && depth + more > queueLimit;
    if (isFull(this.events, events))
      throw new QueueFullError('Too many events are waiting to be stored');
    if (isFull(this.letters, letters)) {
      throw new QueueFullError('Too many rejected records are waiting to be kept');
    }
  }

  /**
   * Rejects events of systems that the sender may not write for, and events that the clock rules out: those
   * recorded after now, which would move stream time for everyone, and moves and staffing of long ago, whose
   * year is probably mistaken.
   */
  private screen({ events, rejected }: Decoded, records: number, sender: Sender) {
    const refused = new Set(rejected.map(({ offset }) => offset));
    const places = Array.from({ length: records }, (_, place) => place).filter(
      (place) => !refused.has(place),
    );
    const foreign = forbidden(events, places, sender);
    const isForeign = new Set(foreign.map(({ offset }) => offset));
    const now = this.options.now() * 1000;
    const untimely = events.flatMap((event, index): Letter[] => {
      const offset = places[index]!;
      const fault = isForeign.has(offset) ? null : this.faultOf(event, now);
      if (fault === null) return [];
      return [{ offset, ...fault, raw: wireBytes(event) }];
    });
    const screened = [...foreign, ...untimely];
    if (screened.length === 0) return { events, places, rejected };
    const isOut = new Set(screened.map(({ offset }) => offset));
    const isKept = (_: unknown, index: number) => !isOut.has(places[index]!);
    return {
      events: events.filter(isKept),
      places: places.filter(isKept),
      rejected: [...rejected, ...screened],
    };
  }

  /** Returns what is wrong with an event by the clock, `null` if nothing is. */
  private faultOf(event: WardEvent, now: Micros): Omit<Letter, 'offset' | 'raw'> | null {
    const dueAt = event.recordedAt - LARGEST_SKEW_MINUTES * MICROS_PER_MINUTE;
    if (dueAt > now) {
      const detail = `Expected at most ${LARGEST_SKEW_MINUTES} minutes after this server's clock`;
      return { reason: 'from-the-future', pointer: '/recordedAt', detail, dueAt };
    }
    const { maxAge } = this.options;
    if (isTooOld({ ...event, recordedAt: now }, maxAge)) {
      const days = maxAge / MICROS_PER_DAY;
      const detail = `Expected at most ${days} days before this server's clock; start it with --allow-old, or raise maxAgeDays in the site file, and retry`;
      return { reason: 'too-old', pointer: '/occurredAt', detail };
    }
    return null;
  }

  /** Stores the events of requests. A failure of one request does not affect the others. */
  private async store(requests: readonly Sent[]): Promise<Stored[]> {
    const { log, metrics } = this.options;
    const events = requests.flatMap((request) => request.events);
    const senders = new Map<string, string>();
    for (const request of requests) note(request, senders);
    const {
      duplicates,
      refused = new Map<number, Fault>(),
      failed = new Set<number>(),
      cause = null,
    } = await log.append(events, senders).catch((cause: Error): Appended => {
      return { duplicates: new Set(), failed: new Set(events.keys()), cause };
    });
    this.note('storing', cause);
    metrics.accepted.inc(events.length - duplicates.size - failed.size - refused.size);
    metrics.duplicates.inc(duplicates.size);
    let end = 0;
    return requests.map((request): Stored => {
      const first = end;
      end += request.events.length;
      const of = (indexes: Iterable<number>) =>
        [...indexes].filter((index) => index >= first && index < end).map((index) => index - first);
      return {
        duplicates: new Set(of(duplicates)),
        refused: new Map(of(refused.keys()).map((index) => [index, refused.get(index + first)!])),
        failed: new Set(of(failed)),
        cause,
      };
    });
  }

  /** Stores rejected records. */
  private async keep(requests: readonly (readonly Letter[])[]): Promise<Kept[]> {
    const { deadLetters, metrics } = this.options;
    const letters = requests.flat();
    const began = performance.now();
    const cause = await deadLetters.put(letters).then(
      () => null,
      (error: Error) => error,
    );
    const each = (performance.now() - began) / letters.length;
    this.note('keeping', cause);
    if (cause === null) for (const { reason } of letters) metrics.rejected.inc({ reason });
    return requests.map(({ length }) => ({ cause, took: each * length }));
  }

  private note(what: 'storing' | 'keeping', cause: Error | null): void {
    this.failing[what] = cause !== null;
    if (cause === null) return;
    this.options.metrics.failures.inc({ of: 'storing' });
    this.probes[what].trigger();
  }
}

/**
 * Returns requests up to the limit of a commit, at least one. Each source has one sender in it, so that commit and
 * source identify the sender of an event.
 */
function countOfCommit(requests: readonly Sent[], limit: number): number {
  const senders = new Map<string, string>();
  const most = countWithin(
    requests.map(({ events }) => events),
    limit,
  );
  for (const [index, request] of requests.slice(0, most).entries()) {
    if (isMixed(request, senders)) return index;
    note(request, senders);
  }
  return most;
}

/** Returns requests up to a limit of records, at least one. */
function countWithin(requests: readonly (readonly unknown[])[], limit: number): number {
  let records = 0;
  const end = requests.findIndex(({ length }, index) => {
    records += length;
    return index > 0 && records > limit;
  });
  return end === -1 ? requests.length : end;
}

/** A rejection, with its sender if known. */
function letterOf(rejection: Rejection, sender: Sender): Letter {
  return sender === UNKNOWN_SENDER ? rejection : { ...rejection, sender };
}

/** Whether a source of a request has another sender already. */
function isMixed({ events, sender }: Sent, senders: ReadonlyMap<string, string>): boolean {
  return events.some(({ source }) => (senders.get(source) ?? sender.subject) !== sender.subject);
}

function note({ events, sender }: Sent, senders: Map<string, string>): void {
  for (const { source } of events) senders.set(source, sender.subject);
}

/** Returns the results in the order of a request, whose events have these indexes. */
function resultsOf(
  records: number,
  places: readonly number[],
  rejected: readonly Rejection[],
  { duplicates, refused }: Stored,
): RecordResult[] {
  const results: RecordResult[] = new Array(records);
  const refuse = ({ reason, pointer, detail }: Fault): RecordResult => {
    return { status: 'rejected', reason, pointer, detail };
  };
  for (const fault of rejected) results[fault.offset] = refuse(fault);
  for (const [index, place] of places.entries()) {
    const fault = refused.get(index);
    if (fault === undefined) {
      results[place] = { status: duplicates.has(index) ? 'duplicate' : 'accepted' };
    } else results[place] = refuse(fault);
  }
  return results;
}
