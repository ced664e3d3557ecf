import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ApiError, type Failure, get } from '../api.ts';

export interface ResourceOptions<T> {
  /** Milliseconds until it is loaded again; never if not given. */
  readonly every?: number;
  /** The value stays until one of the new address arrives: it is the same thing at another time. */
  readonly isHeld?: boolean;
  /** Called with every value that arrives. */
  onValue?(value: T): void;
  /** Called if the session has ended. */
  readonly onSignedOut?: () => void;
  /** Loads a value; by default as JSON from one address. */
  readonly fetch?: <T>(address: string, signal: AbortSignal) => Promise<T>;
}

/** Milliseconds until a failed load is retried. */
const RETRY_MS = 10_000;

/**
 * Loads what is behind an address of the API for a screen: when the address changes, and again as time passes.
 * A value stays until the next one of the same address arrives, also while loading fails.
 */
export class Resource<T> implements ReactiveController {
  /** The value; `null` before the first, and after the address changes, unless it is held. */
  value: T | null = null;
  /** Why the last load failed. */
  failure: Failure | null = null;
  /** The server's detail of that failure. */
  detail: string | null = null;
  /** When (ms) the last value arrived. */
  answeredAt: number | null = null;

  private url: string | null = null;
  private loading: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly host: ReactiveControllerHost;
  private readonly address: () => string | null;
  private readonly options: ResourceOptions<T>;

  /** `address` gives the address by the host's state, `null` if there is nothing to load. */
  constructor(
    host: ReactiveControllerHost,
    address: () => string | null,
    options: ResourceOptions<T> = {},
  ) {
    this.host = host;
    this.address = address;
    this.options = options;
    host.addController(this);
  }

  /** True while loading. */
  get isLoading(): boolean {
    return this.loading !== null;
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
    void this.load();
  }

  /** Loads now. */
  refresh(): void {
    void this.load();
  }

  /** Loads again when the page becomes visible, as after the device slept. */
  private readonly wake = () => {
    if (!document.hidden && this.options.every !== undefined) void this.load();
  };

  private async load(): Promise<void> {
    this.drop();
    if (this.url === null) return;
    const loading = new AbortController();
    this.loading = loading;
    try {
      const value = await (this.options.fetch ?? get)<T>(this.url, loading.signal);
      if (loading.signal.aborted) return;
      this.value = value;
      this.failure = null;
      this.detail = null;
      this.answeredAt = Date.now();
      this.options.onValue?.(value);
    } catch (error) {
      if (loading.signal.aborted) return;
      const { failure, detail } = error instanceof ApiError ? error : new ApiError('broken');
      this.failure = failure;
      this.detail = detail;
      // hide values that the user may no longer see
      if (failure === 'signedOut' || failure === 'forbidden') this.value = null;
      if (failure === 'signedOut') this.options.onSignedOut?.();
    }
    this.loading = null;
    this.scheduleReload();
    this.host.requestUpdate();
  }

  private scheduleReload(): void {
    const passes = this.failure === 'busy' || this.failure === 'unreachable';
    const wait = passes ? RETRY_MS : this.failure === null ? this.options.every : undefined;
    if (wait === undefined) return;
    this.timer = setTimeout(() => {
      if (!document.hidden) void this.load();
    }, wait);
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.loading?.abort();
    this.loading = null;
  }
}
