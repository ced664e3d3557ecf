import { CLOSED, STREAM_MESSAGES, type Stream, type StreamMessage } from './stream.ts';

/** What the hub sends its pages: messages of the stream, its errors, and that it is alive. */
export type HubMessage =
  | { readonly type: StreamMessage; readonly data: string }
  | { readonly type: 'error'; readonly isClosed: boolean }
  | { readonly type: 'beat' };

/** A page of the browser that follows the wards. */
export interface Follower {
  send(message: HubMessage): void;
}

export interface HubEffects {
  open(): Stream;
  /** Does some work after so many milliseconds. */
  later(ms: number, work: () => void): void;
}

/** Milliseconds in which pages that open together share what they open. */
const GATHER_MS = 50;

/**
 * One stream for all pages of a browser: over HTTP/1.1 it has six connections to a server, and the seventh
 * page would hang. Each page that joins makes the hub reopen the stream: the first message holds every ward,
 * as the current session may see them, whatever session the other pages began with.
 */
export class Hub {
  private readonly followers = new Set<Follower>();
  private readonly effects: HubEffects;
  private stream: Stream | null = null;
  private isOpening = false;

  constructor(effects: HubEffects) {
    this.effects = effects;
  }

  join(follower: Follower): void {
    this.followers.add(follower);
    if (this.isOpening) return;
    this.isOpening = true;
    this.effects.later(GATHER_MS, () => this.open());
  }

  leave(follower: Follower): void {
    this.followers.delete(follower);
    if (this.followers.size === 0) this.drop();
  }

  /** Sends every page a sign of life. */
  beat(): void {
    this.send({ type: 'beat' });
  }

  private open(): void {
    this.isOpening = false;
    this.drop();
    if (this.followers.size === 0) return;
    const stream = this.effects.open();
    this.stream = stream;
    for (const type of STREAM_MESSAGES) {
      stream.addEventListener(type, ({ data }) => {
        if (stream === this.stream && data !== undefined) this.send({ type, data });
      });
    }
    stream.addEventListener('error', () => {
      if (stream !== this.stream) return;
      const isClosed = stream.readyState === CLOSED;
      if (isClosed) this.drop();
      this.send({ type: 'error', isClosed });
    });
  }

  private drop(): void {
    this.stream?.close();
    this.stream = null;
  }

  private send(message: HubMessage): void {
    for (const follower of this.followers) follower.send(message);
  }
}
