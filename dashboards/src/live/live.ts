import type { Snapshot, Tick, WardNow } from '../../../schemas/ward-now.ts';
import { type Board, dataTime, EMPTY_BOARD, withSnapshot, withTick, withWard } from './board.ts';
import { browser } from './browser.ts';
import type { Effects, Refusal } from './effects.ts';
import { CLOSED, type Stream } from './stream.ts';

const SILENT_AFTER_MS = 45_000;
const POLL_EVERY_MS = 30_000;
const RETRY_AFTER_MS = 3_000;
const FAILURES_UNTIL_POLLING = 3;

/**
 * How the wall stands with its server: `polling` has fresh values without a stream, `silent` has
 * heard nothing for 45 s, `lost` has neither a stream nor an answer, and who is refused (`signedOut`,
 * `forbidden`) is not told anything until the user signs in.
 */
export type Contact = 'connecting' | 'live' | 'polling' | 'silent' | 'lost' | Refusal;
/** What there is to show. Instants in ms by the server's clock. */
export interface LiveView {
  readonly contact: Contact;
  /** In the order of the site file. */
  readonly wards: readonly WardNow[];
  readonly now: number;
  readonly heardAt: number | null;
  /** The time it is in the data, NULL before any. */
  readonly dataNow: number | null;
}

/** Before anything is heard. */
export const NOTHING_YET: LiveView = {
  contact: 'connecting',
  wards: [],
  now: Date.now(),
  heardAt: null,
  dataNow: null,
};

/**
 * Follows `GET /v1/stream` and tells `onChange` with every message and every second. A broken or silent
 * stream is opened again; after three failures `GET /v1/wards` is asked every 30 s, and the stream
 * tried as often, until it speaks.
 */
export class Live {
  private board: Board = EMPTY_BOARD;
  private stream: Stream | null = null;
  private failures = 0;
  private refusal: Refusal | null = null;
  /** The last poll had no answer. */
  private isUnanswered = false;
  private heardAt: number | null = null;
  private openedAt = 0;
  private retryAt = 0;
  private pollAt = 0;
  private stopBeat: (() => void) | null = null;
  private readonly onChange: (view: LiveView) => void;
  private readonly effects: Effects;

  constructor(onChange: (view: LiveView) => void, effects: Effects = browser) {
    this.onChange = onChange;
    this.effects = effects;
  }

  start(): void {
    this.stopBeat = this.effects.everySecond(() => this.beat());
    this.beat();
  }

  stop(): void {
    this.stopBeat?.();
    this.drop();
  }

  /** Goes on once the user has signed in. */
  resume(): void {
    this.refusal = null;
    this.failures = 0;
    this.retryAt = 0;
    this.beat();
  }

  private beat(): void {
    if (this.refusal !== null) return;
    const now = this.effects.now();
    const quietSince = Math.max(this.openedAt, this.heardAt ?? 0);
    if (this.stream !== null && now - quietSince >= SILENT_AFTER_MS) this.fail(this.stream);
    if (this.stream === null && now >= this.retryAt) this.open(now);
    if (this.isPolling() && now >= this.pollAt) this.poll(now);
    this.tell();
  }

  private open(now: number): void {
    const stream = this.effects.open();
    this.stream = stream;
    this.openedAt = now;
    const on = <T>(type: string, take: (message: T, at: number) => Board) =>
      stream.addEventListener(type, ({ data }) => {
        if (stream === this.stream && data !== undefined) {
          this.hear(() => take(JSON.parse(data), this.effects.now()));
        }
      });
    on<Snapshot>('snapshot', (snapshot, at) => withSnapshot(this.board, snapshot, at));
    on<WardNow>('ward', (ward) => withWard(this.board, ward));
    on<Tick>('tick', (tick, at) => withTick(this.board, tick, at));
    stream.addEventListener('error', () => {
      if (stream === this.stream) this.stumble(stream);
    });
  }

  private hear(take: () => Board): void {
    this.board = take();
    this.failures = 0;
    this.isUnanswered = false;
    this.heardAt = this.effects.now();
    this.tell();
  }

  /** The browser tries again by itself, with the last id, unless it closed the stream. */
  private stumble(stream: Stream): void {
    // a stream does not say why it was refused
    if (stream.readyState === CLOSED) void this.ask();
    if (stream.readyState === CLOSED || this.failures + 1 >= FAILURES_UNTIL_POLLING) {
      this.fail(stream);
    } else {
      this.failures += 1;
    }
    this.tell();
  }

  private fail(stream: Stream): void {
    stream.close();
    this.stream = null;
    this.failures += 1;
    this.retryAt = this.effects.now() + (this.isPolling() ? POLL_EVERY_MS : RETRY_AFTER_MS);
  }

  /** Whoever is refused sees nothing, also not what was there before. */
  private async ask(): Promise<void> {
    const refusal = await this.effects.refusal();
    if (refusal === null) return;
    this.stream?.close();
    this.stream = null;
    this.refusal = refusal;
    this.board = EMPTY_BOARD;
    this.heardAt = null;
    this.tell();
  }

  private isPolling(): boolean {
    return this.failures >= FAILURES_UNTIL_POLLING;
  }

  private poll(now: number): void {
    this.pollAt = now + POLL_EVERY_MS;
    this.effects.fetchWards().then(
      (snapshot) => {
        if (!this.isPolling() || this.stopBeat === null) return;
        this.isUnanswered = false;
        this.heardAt = this.effects.now();
        this.board = withSnapshot(this.board, snapshot, this.heardAt);
        this.tell();
      },
      () => {
        this.isUnanswered = true;
        this.tell();
      },
    );
  }

  private drop(): void {
    this.stream?.close();
    this.stream = null;
    this.stopBeat = null;
  }

  private contact(now: number): Contact {
    if (this.refusal !== null) return this.refusal;
    if (this.heardAt === null) return this.isPolling() ? 'lost' : 'connecting';
    const fresh = now - this.heardAt < SILENT_AFTER_MS;
    if (this.isPolling()) return fresh && !this.isUnanswered ? 'polling' : 'lost';
    return fresh ? 'live' : 'silent';
  }

  private tell(): void {
    if (this.stopBeat === null) return;
    const now = this.effects.now();
    const { wards, offset } = this.board;
    this.onChange({
      contact: this.contact(now),
      wards: [...wards.values()],
      now: now + offset,
      heardAt: this.heardAt === null ? null : this.heardAt + offset,
      dataNow: dataTime(this.board, now),
    });
  }
}
