import type { SilentSource } from '../../../schemas/source-name.ts';
import type { Snapshot, Tick, WardNow } from '../../../schemas/ward-now.ts';
import { browser } from './browser.ts';
import type { Effects, Refusal } from './effects.ts';
import {
  dataTime,
  EMPTY_STATE,
  type LiveState,
  withSnapshot,
  withTick,
  withWard,
} from './live-state.ts';
import { CLOSED, type Stream } from './stream.ts';

const SILENT_AFTER_MS = 45_000;
const POLL_EVERY_MS = 30_000;
const RETRY_AFTER_MS = 3_000;
const FAILURES_UNTIL_POLLING = 3;

/**
 * How the wall stands with its server: `polling` has fresh values without a stream, `silent` has
 * heard nothing for 45 s, `lost` has neither a stream nor an answer, and a refused user (`signedOut`,
 * `forbidden`) receives nothing until signing in.
 */
export type Connection = 'connecting' | 'live' | 'polling' | 'silent' | 'lost' | Refusal;
/** What there is to show. Instants in ms by the server's clock. */
export interface LiveView {
  readonly connection: Connection;
  /** In the order of the site file. */
  readonly wards: readonly WardNow[];
  readonly silentSources: readonly SilentSource[];
  readonly now: number;
  readonly heardAt: number | null;
  /** The time it is in the data, `null` before any. */
  readonly dataNow: number | null;
}

/** Before anything is heard. */
export const NOTHING_YET: LiveView = {
  connection: 'connecting',
  wards: [],
  silentSources: [],
  now: Date.now(),
  heardAt: null,
  dataNow: null,
};

/**
 * Follows `GET /v1/stream` and calls `onChange` on every message and every second. It reopens a broken or
 * silent stream; after three failures it polls `GET /v1/wards` every 30 s and tries the stream as often,
 * until that works.
 */
export class Live {
  private state: LiveState = EMPTY_STATE;
  private stream: Stream | null = null;
  private failures = 0;
  private refusal: Refusal | null = null;
  /** Sign-ins so far: a refusal from before one no longer counts. */
  private signIns = 0;
  /** The last poll failed. */
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

  /** Continues once the user has signed in. */
  resume(): void {
    this.signIns += 1;
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
    this.notify();
  }

  private open(now: number): void {
    const stream = this.effects.open();
    this.stream = stream;
    this.openedAt = now;
    const on = <T>(type: string, apply: (message: T, at: number) => LiveState) =>
      stream.addEventListener(type, ({ data }) => {
        if (stream === this.stream && data !== undefined) {
          this.hear(() => apply(JSON.parse(data), this.effects.now()));
        }
      });
    on<Snapshot>('snapshot', (snapshot, at) => withSnapshot(this.state, snapshot, at));
    on<WardNow>('ward', (ward) => withWard(this.state, ward));
    on<Tick>('tick', (tick, at) => withTick(this.state, tick, at));
    stream.addEventListener('error', () => {
      if (stream === this.stream) this.stumble(stream);
    });
  }

  private hear(apply: () => LiveState): void {
    this.state = apply();
    this.failures = 0;
    this.isUnanswered = false;
    this.heardAt = this.effects.now();
    this.notify();
  }

  /** The browser tries again by itself, with the last id, unless it closed the stream. */
  private stumble(stream: Stream): void {
    // a stream gives no reason for a refusal
    if (stream.readyState === CLOSED) void this.checkRefusal();
    if (stream.readyState === CLOSED || this.failures + 1 >= FAILURES_UNTIL_POLLING) {
      this.fail(stream);
    } else {
      this.failures += 1;
    }
    this.notify();
  }

  private fail(stream: Stream): void {
    stream.close();
    this.stream = null;
    this.failures += 1;
    this.retryAt = this.effects.now() + (this.isPolling() ? POLL_EVERY_MS : RETRY_AFTER_MS);
  }

  /** A refused user sees nothing, not even earlier values. */
  private async checkRefusal(): Promise<void> {
    const { signIns } = this;
    const refusal = await this.effects.refusal();
    if (refusal === null || signIns !== this.signIns) return;
    this.stream?.close();
    this.stream = null;
    this.refusal = refusal;
    this.state = EMPTY_STATE;
    this.heardAt = null;
    this.notify();
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
        this.state = withSnapshot(this.state, snapshot, this.heardAt);
        this.notify();
      },
      () => {
        this.isUnanswered = true;
        this.notify();
      },
    );
  }

  private drop(): void {
    this.stream?.close();
    this.stream = null;
    this.stopBeat = null;
  }

  private connection(now: number): Connection {
    if (this.refusal !== null) return this.refusal;
    if (this.heardAt === null) return this.isPolling() ? 'lost' : 'connecting';
    const fresh = now - this.heardAt < SILENT_AFTER_MS;
    if (this.isPolling()) return fresh && !this.isUnanswered ? 'polling' : 'lost';
    return fresh ? 'live' : 'silent';
  }

  private notify(): void {
    if (this.stopBeat === null) return;
    const now = this.effects.now();
    const { wards, silentSources, offset } = this.state;
    this.onChange({
      connection: this.connection(now),
      wards: [...wards.values()],
      silentSources,
      now: now + offset,
      heardAt: this.heardAt === null ? null : this.heardAt + offset,
      dataNow: dataTime(this.state, now),
    });
  }
}
