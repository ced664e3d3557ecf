import type { Decoded, Rejection, RejectionReason } from '../../pipelines/scoring/decode.ts';
import { wireEvent } from '../../pipelines/scoring/wire-event.ts';
import { MICROS_PER_MINUTE } from '../../schemas/instant.ts';
import { LARGEST_SKEW_MINUTES, type WardEvent } from '../../schemas/ward-event.ts';
import type { Metrics } from '../metrics.ts';

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

/** The seam to whoever stores events. Resolves once they are durable. */
export interface EventLog {
  /** Resolves when a publication would begin at once: until then more is gathered for it. */
  ready(): Promise<void>;
  /** Says which of the events, by index, were known to the letter. */
  publish(events: readonly WardEvent[]): Promise<ReadonlySet<number>>;
}

/** Where rejected records are kept. Resolves once they are durable. */
export interface DeadLetterBox {
  put(rejected: readonly Rejection[]): Promise<void>;
}

/** The queue is full: try again after `retryAfterSeconds`. */
export class Busy extends Error {
  override name = 'Busy';
  readonly retryAfterSeconds = 1;
}

/** Nothing of the commit is stored: whoever sent it may send it again, once the cause is mended. */
export class NotStored extends Error {
  override name = 'NotStored';
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
}

interface Waiting {
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
    this.options = { queueLimit: 20_000, commitLimit: 5_000, ...options };
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
   * each, in their order, when all is durable.
   * @throws Busy where too much is waiting already
   * @throws NotStored where the commit failed
   */
  submit(decoded: Decoded): Promise<Verdict[]> {
    const records = decoded.events.length + decoded.rejected.length;
    if (this.stopped) return Promise.reject(new Busy('The service is stopping'));
    if (this.waiting > 0 && this.waiting + records > this.options.queueLimit) {
      return Promise.reject(new Busy('Too many events are waiting to be stored'));
    }
    const request = this.screen(decoded, records);
    return new Promise((resolve, reject) => {
      this.queue.push({ ...request, records, resolve, reject });
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

  /** Rejects events recorded after now: they would move stream time for everyone. */
  private screen({ events, rejected }: Decoded, records: number) {
    const refused = new Set(rejected.map(({ offset }) => offset));
    const places = Array.from({ length: records }, (_, place) => place).filter(
      (place) => !refused.has(place),
    );
    const latest = this.options.now() * 1000 + LARGEST_SKEW_MINUTES * MICROS_PER_MINUTE;
    const isDue = (index: number) => events[index]!.recordedAt <= latest;
    const early = [...events.keys()].filter((index) => !isDue(index));
    if (early.length === 0) return { events, places, rejected };
    const future = early.map(
      (index): Rejection => ({
        offset: places[index]!,
        reason: 'from-the-future',
        pointer: '/recordedAt',
        detail: `Expected at most ${LARGEST_SKEW_MINUTES} minutes after this server's clock`,
        raw: Buffer.from(JSON.stringify(wireEvent(events[index]!))),
      }),
    );
    return {
      events: events.filter((_, index) => isDue(index)),
      places: places.filter((_, index) => isDue(index)),
      rejected: [...rejected, ...future],
    };
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      await this.options.log.ready();
      const batch = this.take();
      // there is room again before anyone is told
      const leave = () => {
        for (const { records } of batch) this.waiting -= records;
      };
      try {
        const known = await this.commit(batch);
        leave();
        this.failing = false;
        tell(batch, known);
      } catch (cause) {
        leave();
        this.failing = true;
        this.options.metrics.failures.inc({ of: 'storing' });
        const error = new NotStored('The events could not be stored', { cause });
        for (const { reject } of batch) reject(error);
      }
    }
    // in the same step as the queue was found empty: what comes now starts another
    this.running = null;
  }

  /** Requests up to the limit of a commit; at least one. */
  private take(): Waiting[] {
    let records = 0;
    let count = 0;
    while (count < this.queue.length) {
      records += this.queue[count]!.records;
      if (count > 0 && records > this.options.commitLimit) break;
      count++;
    }
    return this.queue.splice(0, count);
  }

  /** Stores a batch; gives the indexes of its events that were known to the letter. */
  private async commit(batch: readonly Waiting[]): Promise<ReadonlySet<number>> {
    const events = batch.flatMap((request) => request.events);
    const rejected = batch.flatMap((request) => request.rejected);
    const [known] = await Promise.all([
      events.length > 0 ? this.options.log.publish(events) : new Set<number>(),
      rejected.length > 0 ? this.options.deadLetters.put(rejected) : undefined,
    ]);
    this.count(events.length, known.size, rejected);
    return known;
  }

  private count(events: number, duplicates: number, rejected: readonly Rejection[]): void {
    const { metrics } = this.options;
    metrics.accepted.inc(events - duplicates);
    metrics.duplicates.inc(duplicates);
    for (const { reason } of rejected) metrics.rejected.inc({ reason });
  }
}

/** Resolves every request of a batch with its verdicts. */
function tell(batch: readonly Waiting[], known: ReadonlySet<number>): void {
  let first = 0;
  for (const request of batch) {
    const verdicts: Verdict[] = new Array(request.records);
    for (const { offset, reason, pointer, detail } of request.rejected) {
      verdicts[offset] = { status: 'rejected', reason, pointer, detail };
    }
    for (const [index, place] of request.places.entries()) {
      verdicts[place] = { status: known.has(first + index) ? 'duplicate' : 'accepted' };
    }
    first += request.events.length;
    request.resolve(verdicts);
  }
}
