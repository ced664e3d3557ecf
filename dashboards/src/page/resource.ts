import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Failure, get, NoAnswer } from '../api.ts';

export interface ResourceOptions {
  /** Milliseconds until it is asked for again; never without it. */
  readonly every?: number;
  /** The answer stays until there is one of the new address: it is of the same thing at another time. */
  readonly isHeld?: boolean;
  /** Called where the server does not know who asks. */
  readonly onSignedOut?: () => void;
  /** How it is asked for; as JSON of one address where nothing is said. */
  readonly ask?: <T>(address: string, signal: AbortSignal) => Promise<T>;
}

/** Milliseconds until it is tried again after there was no answer. */
const RETRY_MS = 10_000;

/**
 * What is behind an address of the API, for a screen: asked for when the address changes, and again as
 * time passes. An answer stays until the next of the same address is there, also where there is none.
 */
export class Resource<T> implements ReactiveController {
  /** The answer; NULL before the first, and once the address is another, unless it is held. */
  value: T | null = null;
  /** Why the last time brought no answer. */
  failure: Failure | null = null;
  /** What the server said of it. */
  detail: string | null = null;
  /** When (ms) the last answer came. */
  answeredAt: number | null = null;

  private url: string | null = null;
  private asking: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly host: ReactiveControllerHost;
  private readonly address: () => string | null;
  private readonly options: ResourceOptions;

  /** `address` gives the address by the host's state, NULL where there is nothing to ask. */
  constructor(
    host: ReactiveControllerHost,
    address: () => string | null,
    options: ResourceOptions = {},
  ) {
    this.host = host;
    this.address = address;
    this.options = options;
    host.addController(this);
  }

  /** True while an answer is waited for. */
  get isAsking(): boolean {
    return this.asking !== null;
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.wake);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.wake);
    this.drop();
    this.url = null;
  }

  hostUpdate(): void {
    const url = this.address();
    if (url === this.url) return;
    this.url = url;
    this.failure = null;
    if (!this.options.isHeld || url === null) {
      this.value = null;
      this.answeredAt = null;
    }
    void this.ask();
  }

  /** Asks now. */
  refresh(): void {
    void this.ask();
  }

  /** A device that slept asks when it is looked at again. */
  private readonly wake = () => {
    if (!document.hidden && this.options.every !== undefined) void this.ask();
  };

  private async ask(): Promise<void> {
    this.drop();
    if (this.url === null) return;
    const asking = new AbortController();
    this.asking = asking;
    try {
      const value = await (this.options.ask ?? get)<T>(this.url, asking.signal);
      if (asking.signal.aborted) return;
      this.value = value;
      this.failure = null;
      this.detail = null;
      this.answeredAt = Date.now();
    } catch (error) {
      if (asking.signal.aborted) return;
      const { failure, detail } = error instanceof NoAnswer ? error : new NoAnswer('broken');
      this.failure = failure;
      this.detail = detail;
      // what may no longer be seen is no longer shown
      if (failure === 'signedOut' || failure === 'forbidden') this.value = null;
      if (failure === 'signedOut') this.options.onSignedOut?.();
    }
    this.asking = null;
    this.askLater();
    this.host.requestUpdate();
  }

  private askLater(): void {
    const passes = this.failure === 'busy' || this.failure === 'unreachable';
    const wait = passes ? RETRY_MS : this.failure === null ? this.options.every : undefined;
    if (wait === undefined) return;
    this.timer = setTimeout(() => {
      if (!document.hidden) void this.ask();
    }, wait);
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = null;
  }
}
