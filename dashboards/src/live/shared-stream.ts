import type { HubMessage } from './hub.ts';
import { CLOSED, type Listener, type Stream } from './stream.ts';

const LOOK_EVERY_MS = 1_000;
/**
 * Looks without a sign of life after which the worker is taken for dead. Looks, and not seconds: a page
 * that slept, or that the browser slows down, looks seldom.
 */
const DEAD_AFTER_LOOKS = 10;
const OPEN = 1;

/** The browser around a page, as far as a shared stream needs it. */
export interface SharedEffects {
  /** The way to the worker; `onFailure` is called if its script cannot be loaded. */
  connect(onFailure: () => void): Pick<MessagePort, 'postMessage' | 'close' | 'onmessage'>;
  /** Calls `look` every so many milliseconds until what it returns is called. */
  every(ms: number, look: () => void): () => void;
  /** Calls back when the page is put away, and when it is taken out again, until what it returns is called. */
  onPutAway(away: () => void, back: () => void): () => void;
}

/**
 * The stream of a page by way of the worker that all pages of the browser share. It ends, as one that the
 * server closed, if the worker gives no sign of life: it may have crashed with the page that began it.
 */
export class SharedStream implements Stream {
  readyState = 0;
  private readonly listeners = new Map<string, Listener[]>();
  private readonly port: ReturnType<SharedEffects['connect']>;
  private readonly stops: (() => void)[];
  private looks = 0;

  /** @param onFate is called with whether the worker lives, at its first sign of life and at its end */
  constructor(effects: SharedEffects, onFate: (isAlive: boolean) => void) {
    const die = () => {
      if (this.readyState === CLOSED) return;
      onFate(false);
      this.close();
      this.emit('error', {});
    };
    this.port = effects.connect(die);
    this.port.onmessage = ({ data }: { data: HubMessage }) => {
      if (this.readyState === CLOSED) return;
      if (this.readyState !== OPEN) onFate(true);
      this.readyState = OPEN;
      this.looks = 0;
      if (data.type === 'error') {
        if (data.isClosed) this.close();
        this.emit('error', {});
      } else if (data.type !== 'beat') this.emit(data.type, data);
    };
    const join = () => {
      this.looks = 0;
      this.port.postMessage('join');
    };
    this.stops = [
      effects.every(LOOK_EVERY_MS, () => {
        this.looks += 1;
        if (this.looks >= DEAD_AFTER_LOOKS) die();
      }),
      effects.onPutAway(() => this.port.postMessage('leave'), join),
    ];
    join();
  }

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  close(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    for (const stop of this.stops) stop();
    this.port.postMessage('leave');
    this.port.close();
  }

  private emit(type: string, event: Parameters<Listener>[0]): void {
    for (const listener of this.listeners.get(type) ?? []) listener(event);
  }
}

/**
 * Opens streams by the shared worker; by themselves if there is none, or if it died twice without a
 * sign of life in between.
 */
export function sharedOr(own: () => Stream, effects: SharedEffects | null): () => Stream {
  let deaths = 0;
  return () => {
    if (effects === null || deaths >= 2) return own();
    return new SharedStream(effects, (isAlive) => {
      deaths = isAlive ? 0 : deaths + 1;
    });
  };
}

/** The effects in a browser; `null` in one without shared workers. */
export function browserEffects(): SharedEffects | null {
  if (typeof SharedWorker === 'undefined') return null;
  return {
    connect(onFailure) {
      const worker = new SharedWorker(new URL('./hub-worker.ts', import.meta.url), {
        type: 'module',
        name: 'vardintensitet',
      });
      worker.addEventListener('error', onFailure);
      return worker.port;
    },
    every: (ms, look) => {
      const timer = setInterval(look, ms);
      return () => clearInterval(timer);
    },
    onPutAway: (away, back) => {
      const shown = ({ persisted }: PageTransitionEvent) => {
        if (persisted) back();
      };
      addEventListener('pagehide', away);
      addEventListener('pageshow', shown);
      return () => {
        removeEventListener('pagehide', away);
        removeEventListener('pageshow', shown);
      };
    },
  };
}
