import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { WardReader } from '../../pipelines/serving/queries.ts';
import type { SilentSource } from '../../schemas/source-name.ts';
import type { Snapshot, StandingWard, Tick, WardNow } from '../../schemas/ward-now.ts';

/** A message of the stream: its id, its name and its data. */
export interface StreamMessage {
  readonly id: string;
  readonly event: 'snapshot' | 'ward' | 'tick';
  readonly data: Snapshot | WardNow | Tick;
}

/** The state of a ward for one kind of reader, and when it last changed for them. */
interface Version {
  readonly ward: WardNow;
  readonly text: string;
  readonly sequence: number;
  readonly at: number;
}

type Versions = { readonly [audience in keyof StandingWard]: Version };

/** A ward that changed, and the readers who see the change. */
interface Change {
  readonly wardId: string;
  readonly audiences: readonly (keyof StandingWard)[];
}

/** How long after a break a client gets what it missed instead of a snapshot. */
const RING_MILLISECONDS = 10 * 60_000;
/** Clients that are served before the event loop continues. */
const AT_ONCE = 20;
/** Stream time is rounded down to this many milliseconds for readers who do not treat on every ward. */
const TIME_STEP = 5 * 60_000;

/**
 * Publishes the current state of the wards to any number of clients: a snapshot first, then each ward that
 * changed, and a tick now and then, and when stream time is known for the first time. A slow client gets the latest state of each ward and not every
 * step, so the number of wards bounds its queue.
 *
 * Each ward has one text for readers who treat there and one for others. A client gets a ward when its
 * own text changed, and nothing it gets (ids, stream time, whether it may resume after a break) depends on
 * what it may not see.
 */
export class WardStream {
  /** Sequence numbers belong to one process: each process has its own epoch. */
  private readonly epoch = randomBytes(4).toString('hex');
  /** All clients share the sequence: ids encrypt it, or its gaps would reveal changes of other wards. */
  private readonly seal = randomBytes(16);
  private sequence = 0;
  private wards = new Map<string, Versions>();
  private streamTime: string | null = null;
  private silentSources: readonly SilentSource[] = [];
  private readonly clients = new Set<Client>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  get size(): number {
    return this.clients.size;
  }

  /** The wards as a reader may see them. */
  snapshot(readers: readonly WardReader[]): Snapshot {
    const wards = this.versionsFor(readers).map(({ ward }) => ward);
    const silentSources = [...this.silentSources];
    return { streamTime: this.timeFor(readers), silentSources, wards };
  }

  /** The current state of the wards, for readers who treat and for others. */
  current(): { streamTime: string | null; wards: StandingWard[] } {
    const wards = [...this.wards.values()].map(({ inside, outside }) => {
      return { inside: inside.ward, outside: outside.ward };
    });
    return { streamTime: this.streamTime, wards };
  }

  /** Changes when a snapshot changes; never sent to clients. */
  get version(): string {
    return `${this.sequence} ${this.streamTime} ${JSON.stringify(this.silentSources)}`;
  }

  /** The current state of a ward. */
  ward({ wardId, treating }: WardReader): WardNow | undefined {
    return this.wards.get(wardId)?.[audienceOf(treating)].ward;
  }

  /** Sets the current state of the wards, in the order of the site, and publishes those that changed. */
  update(
    streamTime: string | null,
    wards: readonly StandingWard[],
    silentSources: readonly SilentSource[] = [],
  ): void {
    // who connected before knows no time to hold the inputs of the wards against
    const isFirst = this.streamTime === null && streamTime !== null;
    this.streamTime = streamTime;
    this.silentSources = silentSources;
    const changes: Change[] = [];
    const next: typeof this.wards = new Map();
    for (const ward of wards) {
      const { wardId } = ward.inside;
      const before = this.wards.get(wardId);
      const inside = this.versionOf(ward.inside, before?.inside);
      const outside = this.versionOf(ward.outside, before?.outside);
      next.set(wardId, { inside, outside });
      const audiences = AUDIENCES.filter(
        (audience) => next.get(wardId)![audience] !== before?.[audience],
      );
      if (audiences.length > 0) changes.push({ wardId, audiences });
    }
    this.wards = next;
    if (isFirst) this.tick();
    if (changes.length > 0) this.publish([...this.clients], changes);
  }

  /** Sends changes to some clients at a time, so that the event loop can do other work in between. */
  private publish(clients: readonly Client[], changes: readonly Change[]): void {
    for (const client of clients.slice(0, AT_ONCE)) client.enqueue(changes);
    const rest = clients.slice(AT_ONCE);
    if (rest.length > 0) setImmediate(() => this.publish(rest, changes));
  }

  /** Sends every client a sign of life with the stream time. */
  tick(): void {
    for (const client of this.clients) client.tick();
  }

  /** Ends every client's stream. */
  close(): void {
    for (const client of this.clients) client.end();
  }

  /**
   * Yields the messages for one client, until `signal` aborts or the stream is closed. A message is made when the
   * client has room for it.
   * @param lastEventId of a client that reconnects: it gets the changes since then, if they are known
   * @param readers the wards that the client may see, and where it treats
   */
  async *messages(
    lastEventId: string | null,
    signal: AbortSignal,
    readers: readonly WardReader[],
  ): AsyncGenerator<StreamMessage> {
    if (signal.aborted) return;
    const client = new Client(readers);
    // the consumer may wait for a client that has left, and never return to end this loop
    const end = () => {
      this.clients.delete(client);
      client.end();
    };
    signal.addEventListener('abort', end, { once: true });
    this.clients.add(client);
    try {
      const since = this.sequenceOf(lastEventId);
      const missed = since === null ? null : this.missedSince(since, readers);
      // a tick has no data of wards, so its id must not be later than changes that are still to be sent
      let sent = since ?? 0;
      if (missed === null) {
        sent = Math.max(0, ...this.versionsFor(readers).map(({ sequence }) => sequence));
        yield this.message('snapshot', this.snapshot(readers), sent);
      } else client.wait(missed);
      for (;;) {
        const due = await client.next();
        if (due === null) return;
        if (due.tick) {
          const now = new Date(this.now()).toISOString();
          const silentSources = [...this.silentSources];
          yield this.message(
            'tick',
            { streamTime: this.timeFor(readers), silentSources, now },
            sent,
          );
        }
        const versions = this.versionsFor(due.readers);
        for (const { ward, sequence } of versions.sort((a, b) => a.sequence - b.sequence)) {
          sent = sequence;
          yield this.message('ward', ward, sequence);
        }
      }
    } finally {
      this.clients.delete(client);
      signal.removeEventListener('abort', end);
    }
  }

  /** Returns the previous version if the text is unchanged, so that it is not sent again. */
  private versionOf(ward: WardNow, before: Version | undefined): Version {
    const text = JSON.stringify(ward);
    if (before?.text === text) return before;
    return { ward, text, sequence: ++this.sequence, at: this.now() };
  }

  private versionsFor(readers: readonly WardReader[]): Version[] {
    return readers.flatMap(({ wardId, treating }) => {
      return this.wards.get(wardId)?.[audienceOf(treating)] ?? [];
    });
  }

  /** Stream time moves with events of every ward, so only readers who treat on all of them get it exactly. */
  private timeFor(readers: readonly WardReader[]): string | null {
    const inside = new Set(readers.flatMap(({ wardId, treating }) => (treating ? wardId : [])));
    const isOfAll = [...this.wards.keys()].every((wardId) => inside.has(wardId));
    if (this.streamTime === null || isOfAll) return this.streamTime;
    const time = Date.parse(this.streamTime);
    return new Date(time - (time % TIME_STEP)).toISOString().replace('.000Z', 'Z');
  }

  /** Returns the wards that changed for a reader after a message, `null` if that is no longer known. */
  private missedSince(sequence: number, readers: readonly WardReader[]): WardReader[] | null {
    const missed = readers.filter((reader) => {
      return this.versionsFor([reader]).some((version) => version.sequence > sequence);
    });
    const isOld = this.versionsFor(missed).some(({ at }) => this.now() - at > RING_MILLISECONDS);
    return isOld ? null : missed;
  }

  private message(
    event: StreamMessage['event'],
    data: StreamMessage['data'],
    sequence: number,
  ): StreamMessage {
    const block = Buffer.alloc(16);
    block.writeBigUInt64BE(BigInt(sequence), 8);
    const cipher = createCipheriv('aes-128-ecb', this.seal, null).setAutoPadding(false);
    return { id: `${this.epoch}-${cipher.update(block).toString('hex')}`, event, data };
  }

  /** Returns the sequence number in a message's id, `null` if this process did not send it. */
  private sequenceOf(id: string | null): number | null {
    const [epoch, sealed] = id?.split('-') ?? [];
    if (epoch !== this.epoch || !/^[0-9a-f]{32}$/.test(sealed ?? '')) return null;
    const decipher = createDecipheriv('aes-128-ecb', this.seal, null).setAutoPadding(false);
    const block = decipher.update(Buffer.from(sealed!, 'hex'));
    const sequence = Number(block.readBigUInt64BE(8));
    return block.readBigUInt64BE(0) === 0n && sequence <= this.sequence ? sequence : null;
  }
}

const AUDIENCES = ['inside', 'outside'] as const;
const audienceOf = (treating: boolean) => (treating ? 'inside' : 'outside');

/** The queue of one client: the wards to send, each once, and a tick. */
class Client {
  private readonly readers: ReadonlyMap<string, WardReader>;
  private readonly wards = new Map<string, WardReader>();
  private isTicking = false;
  private ended = false;
  private wake: () => void = () => {};

  constructor(readers: readonly WardReader[]) {
    this.readers = new Map(readers.map((reader) => [reader.wardId, reader]));
  }

  /** Queues the changes that this client may see; does nothing if there are none. */
  enqueue(changes: readonly Change[]): void {
    this.wait(
      changes.flatMap(({ wardId, audiences }) => {
        const reader = this.readers.get(wardId);
        return reader !== undefined && audiences.includes(audienceOf(reader.treating))
          ? reader
          : [];
      }),
    );
  }

  /** Schedules wards for the next turn. */
  wait(readers: readonly WardReader[]): void {
    for (const reader of readers) this.wards.set(reader.wardId, reader);
    if (readers.length > 0) this.wake();
  }

  tick(): void {
    this.isTicking = true;
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  /** Resolves when there is something to send; `null` at the end. */
  async next(): Promise<{ readers: WardReader[]; tick: boolean } | null> {
    while (!this.ended && this.wards.size === 0 && !this.isTicking) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.ended) return null;
    const due = { readers: [...this.wards.values()], tick: this.isTicking };
    this.wards.clear();
    this.isTicking = false;
    return due;
  }
}
