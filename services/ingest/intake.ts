import type { Decoded, Rejection, RejectionReason } from '../../pipelines/scoring/decode.ts';
import { wireEvent } from '../../pipelines/scoring/wire-event.ts';
import { MICROS_PER_DAY, MICROS_PER_MINUTE, type Micros } from '../../schemas/instant.ts';
import { isTooOld, LARGEST_SKEW_MINUTES, type WardEvent } from '../../schemas/ward-event.ts';
import type { Metrics } from '../metrics.ts';
import { PATIENCE } from '../patience.ts';
import { forbidden, type Sender, UNKNOWN_SENDER } from './sender.ts';

/** What became of one record of a request, in the order of the request. */
export type Verdict =
  | { readonly status: 'accepted' | 'duplicate' }
  | {
      readonly status: 'rejected';
      readonly reason: RejectionReason;
      /** JSON pointer to the field at fault, '' for the whole record. */
      readonly pointer: string;
      readonly detail: string;
    };

/** What became of events, by index; those that are in none of the sets are new and durable. */
export interface Published {
  /** Known to the letter. */
  readonly known: ReadonlySet<number>;
  /** Larger than the log takes, however often they come. */
  readonly refused?: ReadonlySet<number>;
  /** Not known to be durable: to be sent again. */
  readonly failed?: ReadonlySet<number>;
  /** Why some failed. */
  readonly cause?: Error | null;
}

/** The seam to whoever stores events. */
export interface EventLog {
  /** Resolves when a publication would begin at once: until then more is gathered for it. */
  ready(): Promise<void>;
  /**
   * Resolves once it is known of each event what became of it; rejects where all failed.
   * @param senders subject of the sender of each source among the events
   */
  publish(events: readonly WardEvent[], senders: ReadonlyMap<string, string>): Promise<Published>;
}

/** A rejected record, and who sent it. */
export interface Letter extends Rejection {
  readonly sender?: Sender;
}

/** Where rejected records are kept. Resolves once they are durable. */
export interface DeadLetterBox {
  put(letters: readonly Letter[]): Promise<void>;
}

/** The queue is full: try again after `retryAfterSeconds`. */
export class Busy extends Error {
  override name = 'Busy';
  readonly retryAfterSeconds = 1;
}

/** Not all of a request is stored: its sender may send it again, once the cause is gone. */
export class NotStored extends Error {
  override name = 'NotStored';
  readonly retryAfterSeconds = 5;
}

/**
 * The commit did not end in time. Some of the request may be stored, or be stored yet: to send it again is
 * safe, since what is known to the letter is passed over.
 */
export class Unconfirmed extends Error {
  override name = 'Unconfirmed';
  readonly retryAfterSeconds = 5;
}

export interface IntakeOptions {
  readonly log: EventLog;
  readonly deadLetters: DeadLetterBox;
  /** Milliseconds since 1970; a recording from the future would move stream time. */
  readonly now: () => number;
  readonly metrics: Pick<Metrics, 'received' | 'accepted' | 'duplicates' | 'rejected' | 'failures'>;
  /** Records that may wait for a commit. */
  readonly queueLimit?: number;
  /** Records one commit takes at most. */
  readonly commitLimit?: number;
  /** Milliseconds that a request waits for its commit at most. */
  readonly patience?: number;
  /** How long before the clock a move or staffing may have happened; infinite for any time. */
  readonly maxAge: Micros;
}

interface Waiting {
  readonly sender: Sender;
  readonly events: readonly WardEvent[];
  /** Place of each event in the request. */
  readonly places: readonly number[];
  readonly rejected: readonly Rejection[];
  readonly records: number;
  readonly resolve: (verdicts: Verdict[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Takes records from many requests at once and has them stored together: while one commit runs, what
 * arrives waits for the next. Bounded: beyond the limit `submit` refuses.
 */
export class Intake {
  private readonly options: Required<IntakeOptions>;
  private queue: Waiting[] = [];
  private waiting = 0;
  private running: Promise<void> | null = null;
  private stopped = false;
  private failing = false;

  constructor(options: IntakeOptions) {
    this.options = { queueLimit: 20_000, commitLimit: 5_000, patience: PATIENCE, ...options };
  }

  /** Records waiting for a commit. */
  get depth(): number {
    return this.waiting;
  }

  /** True while the last commit failed. */
  get isFailing(): boolean {
    return this.failing;
  }

  /** True where there is no room for more: refuse before reading on. */
  get isFull(): boolean {
    return this.stopped || this.waiting >= this.options.queueLimit;
  }

  /**
   * Has decoded records stored; their offsets count from 0 without gaps. Resolves with a verdict for
   * each, in their order, when all is durable. Events of systems that their sender does not write for are
   * rejected.
   * @throws Busy where too much is waiting already
   * @throws NotStored where not all of them could be stored
   * @throws Unconfirmed where it took too long; what still waited for its commit then is not stored
   */
  submit(decoded: Decoded, sender: Sender): Promise<Verdict[]> {
    const records = decoded.events.length + decoded.rejected.length;
    if (this.stopped) return Promise.reject(new Busy('The service is stopping'));
    if (this.waiting > 0 && this.waiting + records > this.options.queueLimit) {
      return Promise.reject(new Busy('Too many events are waiting to be stored'));
    }
    const request = this.screen(decoded, records, sender);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.giveUp(waiting), this.options.patience);
      const waiting: Waiting = {
        ...{ ...request, sender, records },
        resolve: (verdicts) => {
          clearTimeout(timer);
          resolve(verdicts);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.queue.push(waiting);
      this.waiting += records;
      this.options.metrics.received.inc(records);
      this.running ??= this.drain();
    });
  }

  /** Refuses what comes from now on, and resolves when what was taken is stored. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /**
   * Rejects events of systems that are not the sender's, and what cannot be by the clock: events recorded
   * after now, which would move stream time for everyone, and moves and staffing of long ago, where a
   * mistaken year dates recording and event alike.
   */
  private screen({ events, rejected }: Decoded, records: number, sender: Sender) {
    const refused = new Set(rejected.map(({ offset }) => offset));
    const places = Array.from({ length: records }, (_, place) => place).filter(
      (place) => !refused.has(place),
    );
    const foreign = forbidden(events, places, sender);
    const isForeign = new Set(foreign.map(({ offset }) => offset));
    const now = this.options.now() * 1000;
    const untimely = events.flatMap((event, index): Rejection[] => {
      const offset = places[index]!;
      const fault = isForeign.has(offset) ? null : this.faultOf(event, now);
      if (fault === null) return [];
      return [{ offset, ...fault, raw: Buffer.from(JSON.stringify(wireEvent(event))) }];
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

  /** What is wrong with an event by the clock, `null` for nothing. */
  private faultOf(event: WardEvent, now: Micros): Omit<Rejection, 'offset' | 'raw'> | null {
    if (event.recordedAt > now + LARGEST_SKEW_MINUTES * MICROS_PER_MINUTE) {
      const detail = `Expected at most ${LARGEST_SKEW_MINUTES} minutes after this server's clock`;
      return { reason: 'from-the-future', pointer: '/recordedAt', detail };
    }
    const { maxAge } = this.options;
    if (isTooOld({ ...event, recordedAt: now }, maxAge)) {
      const days = maxAge / MICROS_PER_DAY;
      const detail = `Expected at most ${days} days before this server's clock; start it with --allow-old, or raise maxAgeDays in the site file, and retry`;
      return { reason: 'too-old', pointer: '/occurredAt', detail };
    }
    return null;
  }

  /** Lets a request go that has waited too long; one whose commit is under way keeps its room until then. */
  private giveUp(request: Waiting): void {
    const place = this.queue.indexOf(request);
    if (place !== -1) {
      this.queue.splice(place, 1);
      this.waiting -= request.records;
    }
    request.reject(new Unconfirmed('Some of it may be stored: send it again, which is safe'));
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      await this.options.log.ready();
      // nobody may have waited for it
      if (this.queue.length === 0) break;
      const batch = this.take();
      const outcome = await this.commit(batch);
      // there is room again before anyone is told
      for (const { records } of batch) this.waiting -= records;
      this.failing = outcome.cause !== null;
      if (this.failing) this.options.metrics.failures.inc({ of: 'storing' });
      tell(batch, outcome);
    }
    // in the same step as the queue was found empty: what comes now starts another
    this.running = null;
  }

  /**
   * Requests up to the limit of a commit, at least one; of each source one sender, so that a commit and a
   * source say who sent an event.
   */
  private take(): Waiting[] {
    const senders = new Map<string, string>();
    let records = 0;
    let count = 0;
    for (const request of this.queue) {
      records += request.records;
      if (count > 0 && (records > this.options.commitLimit || isMixed(request, senders))) break;
      note(request, senders);
      count++;
    }
    return this.queue.splice(0, count);
  }

  /** Stores a batch. What fails of one request does not fail the others. */
  private async commit(batch: readonly Waiting[]): Promise<Outcome> {
    const events = batch.flatMap((request) => request.events);
    const screened = batch.flatMap(({ rejected, sender }) =>
      rejected.map((rejection) => letterOf(rejection, sender)),
    );
    const senders = new Map<string, string>();
    for (const request of batch) note(request, senders);
    const [published, notKept] = await Promise.all([
      this.publish(events, senders),
      this.keep(screened),
    ]);
    const { known, refused = new Set(), failed = new Set(), cause = null } = published;
    const senderOf = batch.flatMap(({ events, sender }) => events.map(() => sender));
    const tooLarge = new Map(
      [...refused].map((index) => [index, refusalOf(events[index]!, senderOf[index]!)]),
    );
    // of a request that fails as a whole: its sender sends them again
    const refusedNotKept = await this.keep([...tooLarge.values()]);
    const outcome: Outcome = {
      ...{ known, tooLarge, cause: cause ?? notKept ?? refusedNotKept },
      failed: refusedNotKept === null ? failed : new Set([...failed, ...refused]),
      areLettersKept: notKept === null,
    };
    this.count(events.length, outcome, screened);
    return outcome;
  }

  private async publish(
    events: readonly WardEvent[],
    senders: ReadonlyMap<string, string>,
  ): Promise<Published> {
    if (events.length === 0) return { known: new Set() };
    return this.options.log.publish(events, senders).catch((cause: Error) => {
      return { known: new Set<number>(), failed: new Set(events.keys()), cause };
    });
  }

  /** Keeps rejected records; gives why they could not be. */
  private async keep(rejected: readonly Letter[]): Promise<Error | null> {
    if (rejected.length === 0) return null;
    return this.options.deadLetters.put(rejected).then(
      () => null,
      (error: Error) => error,
    );
  }

  private count(events: number, outcome: Outcome, screened: readonly Rejection[]): void {
    const { metrics } = this.options;
    const { known, failed, tooLarge, areLettersKept } = outcome;
    const kept = [...tooLarge].filter(([index]) => !failed.has(index));
    metrics.accepted.inc(events - known.size - failed.size - kept.length);
    metrics.duplicates.inc(known.size);
    const rejected = [...(areLettersKept ? screened : []), ...kept.map(([, fault]) => fault)];
    for (const { reason } of rejected) metrics.rejected.inc({ reason });
  }
}

/** What became of a batch; its events by their index in it. */
interface Outcome {
  readonly known: ReadonlySet<number>;
  readonly failed: ReadonlySet<number>;
  readonly tooLarge: ReadonlyMap<number, Fault>;
  readonly areLettersKept: boolean;
  readonly cause: Error | null;
}

/** A rejection with its sender, where that is known. */
function letterOf(rejection: Rejection, sender: Sender): Letter {
  return sender === UNKNOWN_SENDER ? rejection : { ...rejection, sender };
}

/** Whether a source of a request has another sender already. */
function isMixed({ events, sender }: Waiting, senders: ReadonlyMap<string, string>): boolean {
  return events.some(({ source }) => (senders.get(source) ?? sender.subject) !== sender.subject);
}

function note({ events, sender }: Waiting, senders: Map<string, string>): void {
  for (const { source } of events) senders.set(source, sender.subject);
}

type Fault = Omit<Rejection, 'offset'>;

/** An event that the log does not take. */
function refusalOf(event: WardEvent, sender: Sender): Letter {
  const rejection: Rejection = {
    offset: 0,
    reason: 'too-large',
    pointer: '',
    detail: 'Expected a record that the log takes: its limit is smaller',
    raw: Buffer.from(JSON.stringify(wireEvent(event))),
  };
  return letterOf(rejection, sender);
}

/** Resolves every request of a batch with its verdicts, or rejects those not all stored. */
function tell(batch: readonly Waiting[], outcome: Outcome): void {
  let first = 0;
  for (const request of batch) {
    const indexes = request.places.map((_, place) => first + place);
    first += request.events.length;
    const isStored = request.rejected.length === 0 || outcome.areLettersKept;
    if (!isStored || indexes.some((index) => outcome.failed.has(index))) {
      const { cause } = outcome;
      request.reject(new NotStored('The events could not be stored', { cause }));
    } else request.resolve(verdictsOf(request, indexes, outcome));
  }
}

/** Verdicts in the order of a request, whose events have these indexes in the batch. */
function verdictsOf(
  { records, rejected, places }: Waiting,
  indexes: readonly number[],
  { known, tooLarge }: Outcome,
): Verdict[] {
  const verdicts: Verdict[] = new Array(records);
  const refuse = ({ reason, pointer, detail }: Fault): Verdict => {
    return { status: 'rejected', reason, pointer, detail };
  };
  for (const fault of rejected) verdicts[fault.offset] = refuse(fault);
  for (const [event, place] of places.entries()) {
    const index = indexes[event]!;
    const fault = tooLarge.get(index);
    if (fault === undefined) {
      verdicts[place] = { status: known.has(index) ? 'duplicate' : 'accepted' };
    } else verdicts[place] = refuse(fault);
  }
  return verdicts;
}
