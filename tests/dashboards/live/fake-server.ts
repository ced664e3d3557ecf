import type { Effects, Refusal } from '../../../dashboards/src/live/effects.ts';
import { Live, type LiveView } from '../../../dashboards/src/live/live.ts';
import type { Stream } from '../../../dashboards/src/live/stream.ts';
import type { Snapshot } from '../../../schemas/ward-now.ts';

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;

/** One stream as a browser would hold it; the test says what arrives. */
export class FakeStream implements Stream {
  readyState = OPEN;
  closed = false;
  private readonly listeners = new Map<string, (event: { data?: string }) => void>();

  addEventListener(type: string, listener: (event: { data?: string }) => void): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.closed = true;
    this.readyState = CLOSED;
  }
  send(type: string, message: unknown): void {
    this.readyState = OPEN;
    this.listeners.get(type)?.({ data: JSON.stringify(message) });
  }
  /** The connection broke; the browser tries again by itself. */
  break(): void {
    this.readyState = CONNECTING;
    this.listeners.get('error')?.({});
  }
  /** The server refused; the browser gives up. */
  refuse(): void {
    this.readyState = CLOSED;
    this.listeners.get('error')?.({});
  }
}

/** A live client with a clock of its own and a server that does what the test says. */
export class FakeServer implements Effects {
  readonly streams: FakeStream[] = [];
  answer: Snapshot | null = null;
  polls = 0;
  refusesStreams = false;
  refuses: Refusal | null = null;
  view!: LiveView;
  readonly live: Live;
  private time = Date.UTC(2026, 0, 5, 9);
  private beat: (() => void) | null = null;

  constructor() {
    this.live = new Live((view) => {
      this.view = view;
    }, this);
  }

  get stream(): FakeStream {
    return this.streams.at(-1)!;
  }
  open(): Stream {
    const stream = new FakeStream();
    this.streams.push(stream);
    if (this.refusesStreams) queueMicrotask(() => stream.refuse());
    return stream;
  }
  async fetchWards(): Promise<Snapshot> {
    this.polls += 1;
    if (this.answer === null) throw new Error('no answer');
    return this.answer;
  }
  async refusal(): Promise<Refusal | null> {
    return this.refuses;
  }
  now(): number {
    return this.time;
  }
  everySecond(beat: () => void): () => void {
    this.beat = beat;
    return () => {
      this.beat = null;
    };
  }
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      this.time += 1_000;
      this.beat?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
