import { formatInstant, type Micros } from '../../schemas/instant.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { errorKind, type Logger } from '../platform/log.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import type { ClockConfirmed } from './clock-confirmed.ts';
import { writeClockNote } from './clock-note.ts';
import { clockTick } from './clock-tick.ts';
import type { ClockStatus, TrustedClock } from './trusted-clock.ts';

/** Milliseconds between checks of the clock, and between ticks of stream time. */
const INTERVAL = 60_000;

export interface ServerClockOptions {
  readonly trusted: TrustedClock;
  /** Folder of the state, which stores the time for the next start. */
  readonly data: string;
  readonly log: Logger;
  /** Whether the clock moves stream time when no event does. */
  readonly movesTime: boolean;
  /** Adds a tick to the log. */
  readonly tick: (tick: WardEvent) => Promise<unknown>;
  /** Does the work that is due at a time (microseconds since 1970). */
  readonly onMinute: (now: Micros) => Promise<unknown>;
  /** How a server with its own log cancels ticks that are ahead; other servers keep them. */
  readonly own?: {
    /** Resolves with the time of the latest tick so far, in microseconds since 1970, once the log is open. */
    readonly tickedTo: () => Promise<Micros>;
    /** Milliseconds by which ticks may be ahead. */
    readonly jump: number;
    /** Cancels the ticks after an instant. */
    readonly rewind: (to: Micros) => Promise<void>;
  };
}

/**
 * The clock of a server: every minute it moves stream time and does the work that is due, as long as the clock
 * is trusted.
 */
export class ServerClock {
  /** The source of the time. */
  readonly trusted: TrustedClock;
  private readonly options: ServerClockOptions;
  /** Serializes the checks. */
  private readonly queue = new SerialQueue();
  private tickedTo: Micros = Number.NEGATIVE_INFINITY;
  private isTickedKnown = false;
  private isAheadLogged = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(options: ServerClockOptions) {
    this.options = options;
    this.trusted = options.trusted;
  }

  /** Whether the clock of the machine is in doubt, or moved stream time past the server's own time. */
  get isInDoubt(): boolean {
    return this.trusted.isInDoubt || this.isAhead;
  }

  status(): ClockStatus & { readonly isHospitalAhead: boolean } {
    return { ...this.trusted.status(), isHospitalAhead: this.isAhead };
  }

  hear(sender: string, recordedAt: readonly Micros[]): void {
    this.trusted.hear(sender, recordedAt);
  }

  /** Checks the clock now and every minute. */
  async start(): Promise<void> {
    const { log } = this.options;
    const look = () =>
      this.follow().catch((error: Error) => log.error(errorKind(error), 'no tick'));
    await look();
    this.timer = setInterval(look, INTERVAL);
  }

  /** Stops the checks, and stores the time for the next start. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.queue.idle();
    await this.note().catch(() => undefined);
  }

  /** Runs the work of a minute. */
  follow(): Promise<void> {
    return this.queue.run(async () => {
      await this.readTicked();
      this.logAhead();
      await this.minute();
    });
  }

  /** @throws the error of `own`, for example if it takes too long */
  confirm(): Promise<ClockConfirmed> {
    return this.queue.run(async () => {
      const { trusted } = this;
      const { own } = this.options;
      await this.readTicked();
      const { offsetSeconds } = trusted.status();
      trusted.confirm();
      const isRewound = this.isAhead;
      if (isRewound) {
        const to = this.trusted.now() * 1000;
        await own!.rewind(to);
        this.tickedTo = to;
      }
      await this.minute();
      return { time: new Date(this.trusted.now()).toISOString(), offsetSeconds, isRewound };
    });
  }

  private async minute(): Promise<void> {
    const { movesTime, tick, onMinute } = this.options;
    if (!(await this.note())) return;
    if (movesTime) {
      const event = clockTick(this.trusted.now());
      await tick(event);
      this.tickedTo = Math.max(this.tickedTo, event.recordedAt);
    }
    await onMinute(this.trusted.now() * 1000);
  }

  /** Stores the time for the next start. Returns whether it is trusted; if not, the earlier note stays. */
  private async note(): Promise<boolean> {
    const note = this.trusted.note();
    if (note !== null) await writeClockNote(this.options.data, note);
    return note !== null;
  }

  /** @throws the error of the log, if it does not open */
  private async readTicked(): Promise<void> {
    const { own } = this.options;
    if (own === undefined || this.isTickedKnown) return;
    this.tickedTo = Math.max(this.tickedTo, await own.tickedTo());
    this.isTickedKnown = true;
  }

  private get isAhead(): boolean {
    const { own } = this.options;
    return own !== undefined && this.tickedTo / 1000 > this.trusted.now() + own.jump;
  }

  private logAhead(): void {
    const { isAhead } = this;
    if (isAhead && !this.isAheadLogged) {
      this.options.log.error(
        { code: 'clock-ahead', until: formatInstant(this.tickedTo) },
        'the clock of this server moved the hospital past the time that it is. To take that back: npm run cli -- clock confirm --to URL',
      );
    }
    this.isAheadLogged = isAhead;
  }
}
