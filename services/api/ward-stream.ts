import { randomBytes } from 'node:crypto';
import type { Snapshot, StandingWard, Tick, WardNow } from '../../schemas/ward-now.ts';

/** A message of the stream: its name, its place in it, and its data. */
export interface StreamMessage {
  readonly id: string;
  readonly event: 'snapshot' | 'ward' | 'tick';
  readonly data: Snapshot | WardNow | Tick;
}

/** How far back a client that comes again is given what it missed, and not a snapshot. */
const RING_MILLISECONDS = 10 * 60_000;
/** Clients that are told before others get their turn. */
const AT_ONCE = 20;

/**
 * The wards as they stand, told to any number of clients: a snapshot first, then each ward that
 * changed, and a tick now and then. A client that is slow gets the latest of each ward and not every
 * step: what waits for it is bounded by the number of wards.
 */
export class WardStream {
  /** Sequence numbers are of one process: another has another epoch. */
  private readonly epoch = randomBytes(4).toString('hex');
  private sequence = 0;
  private wards = new Map<
    string,
    { ward: StandingWard; text: string; sequence: number; at: number }
  >();
  private streamTime: string | null = null;
  private readonly clients = new Set<Client>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  get size(): number {
    return this.clients.size;
  }

  /** What a client is given first. */
  snapshot(): { streamTime: string | null; wards: StandingWard[] } {
    return {
      streamTime: this.streamTime,
      wards: [...this.wards.values()].map(({ ward }) => ward),
    };
  }

  /** Changes with what a snapshot says. */
  get version(): string {
    return `${this.epoch}-${this.sequence} ${this.streamTime}`;
  }

  /** A ward as it stands. */
  ward(wardId: string): StandingWard | undefined {
    return this.wards.get(wardId)?.ward;
  }

  /** Takes the wards as they stand now, in the order of the site; tells those that changed. */
  update(streamTime: string | null, wards: readonly StandingWard[]): void {
    this.streamTime = streamTime;
    const changed: string[] = [];
    const next: typeof this.wards = new Map();
    for (const ward of wards) {
      const text = JSON.stringify(ward);
      const before = this.wards.get(ward.wardId);
      if (before?.text === text) next.set(ward.wardId, before);
      else {
        next.set(ward.wardId, { ward, text, sequence: ++this.sequence, at: this.now() });
        changed.push(ward.wardId);
      }
    }
    this.wards = next;
    this.tellAll([...this.clients], changed);
  }

  /** Tells clients some at a time: what else there is to do gets its turn between. */
  private tellAll(clients: readonly Client[], changed: readonly string[]): void {
    for (const client of clients.slice(0, AT_ONCE)) client.tell(changed);
    const rest = clients.slice(AT_ONCE);
    if (rest.length > 0) setImmediate(() => this.tellAll(rest, changed));
  }

  /** Tells everyone that the stream lives, and where stream time is. */
  tick(): void {
    for (const client of this.clients) client.tick();
  }

  /** Ends every client's stream. */
  close(): void {
    for (const client of this.clients) client.end();
  }

  /**
   * The messages for one client, until `signal` aborts or the stream is closed. Each is taken when the
   * client has room for it.
   * @param lastEventId of a client that comes again: it gets what changed since, where that is known
   * @param see a ward as the client may see it; `null` where it may not
   */
  async *messages(
    lastEventId: string | null,
    signal: AbortSignal,
    see: (ward: StandingWard) => WardNow | null = (ward) => ward,
  ): AsyncGenerator<StreamMessage> {
    if (signal.aborted) return;
    const client = new Client();
    // whoever reads this may wait for a client that is gone, and never come back to end it
    const end = () => {
      this.clients.delete(client);
      client.end();
    };
    signal.addEventListener('abort', end, { once: true });
    this.clients.add(client);
    try {
      const missed = this.missedSince(lastEventId);
      // a tick brings nothing of the wards: it must not pass what is still to be told
      let told = missed === null ? this.sequence : sequenceOf(lastEventId);
      if (missed === null) {
        const { streamTime, wards } = this.snapshot();
        const visible = wards.flatMap((ward) => see(ward) ?? []);
        yield this.message('snapshot', { streamTime, wards: visible }, told);
      } else client.tell(missed);
      for (;;) {
        const due = await client.next();
        if (due === null) return;
        if (due.tick) {
          const now = new Date(this.now()).toISOString();
          yield this.message('tick', { streamTime: this.streamTime, now }, told);
        }
        const wards = due.wards.flatMap((wardId) => this.wards.get(wardId) ?? []);
        for (const { ward, sequence } of wards.sort((a, b) => a.sequence - b.sequence)) {
          told = sequence;
          const visible = see(ward);
          if (visible !== null) yield this.message('ward', visible, sequence);
        }
      }
    } finally {
      this.clients.delete(client);
      signal.removeEventListener('abort', end);
    }
  }

  /** Wards that changed after a message, `null` where that is not known any more. */
  private missedSince(lastEventId: string | null): string[] | null {
    const sequence = sequenceOf(lastEventId);
    const isKnown = lastEventId?.split('-')[0] === this.epoch && sequence <= this.sequence;
    if (!isKnown) return null;
    const missed = [...this.wards.values()].filter((each) => each.sequence > sequence);
    const isOld = missed.some(({ at }) => this.now() - at > RING_MILLISECONDS);
    return isOld ? null : missed.map(({ ward }) => ward.wardId);
  }

  private message(
    event: StreamMessage['event'],
    data: StreamMessage['data'],
    sequence: number,
  ): StreamMessage {
    return { id: `${this.epoch}-${sequence}`, event, data };
  }
}

/** The sequence number of a message's id, NaN where it has none. */
function sequenceOf(id: string | null): number {
  return /^[0-9a-f]+-[0-9]+$/.test(id ?? '') ? Number(id!.split('-')[1]) : Number.NaN;
}

/** What waits for one client: the wards to tell, each once, and a tick. */
class Client {
  private readonly wards = new Set<string>();
  private isTicking = false;
  private ended = false;
  private wake: () => void = () => {};

  tell(wardIds: readonly string[]): void {
    for (const wardId of wardIds) this.wards.add(wardId);
    this.wake();
  }

  tick(): void {
    this.isTicking = true;
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  /** Resolves when there is something to tell; `null` at the end. */
  async next(): Promise<{ wards: string[]; tick: boolean } | null> {
    while (!this.ended && this.wards.size === 0 && !this.isTicking) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.ended) return null;
    const due = { wards: [...this.wards], tick: this.isTicking };
    this.wards.clear();
    this.isTicking = false;
    return due;
  }
}
