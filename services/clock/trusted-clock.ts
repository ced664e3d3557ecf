import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Micros } from '../../schemas/instant.ts';
import type { Operation } from '../../schemas/pipeline-health.ts';
import type { Logger } from '../platform/log.ts';
import type { ClockNote } from './clock-note.ts';

/** Limits within which the wall clock is trusted. */
export interface ClockLimits {
  /** Milliseconds by which the wall clock may drift from the uptime clock within an hour. */
  readonly jump: number;
  /** Milliseconds that a machine may have been off without a need to confirm the time. */
  readonly gap: number;
  /** Number of senders whose newest events must agree with the wall clock before it is trusted again; 0 for never. */
  readonly witnesses: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const CLOCK_LIMITS: ClockLimits = { jump: 2 * MINUTE, gap: 24 * HOUR, witnesses: 2 };

/** Most senders that are remembered while the clock is in doubt. */
const MOST_SENDERS = 1_000;

export interface TrustedClockOptions {
  /** Milliseconds since 1970 by the wall clock, which can be set. */
  readonly wall?: () => number;
  /** Milliseconds of a clock that cannot be set; it runs while the machine sleeps, if the system has such a clock. */
  readonly uptime?: () => number;
  readonly boot?: string | null;
  readonly limits?: Partial<ClockLimits>;
  /** The note of the last run. */
  readonly note?: ClockNote | null;
  readonly log: Logger;
}

/** The status of a clock: the time that applies to events, and how far the wall clock is ahead of it. */
export type ClockStatus = Omit<NonNullable<Operation['clock']>, 'isHospitalAhead'>;

/**
 * Returns the time of the wall clock as long as it agrees with a clock that cannot be set. After a jump, time follows
 * the other clock, and the wall clock is in doubt until the two agree again, the newest events of several senders
 * agree with it, or an operator confirms it.
 */
export class TrustedClock {
  private readonly wall: () => number;
  private readonly uptime: () => number;
  private readonly boot: string | null;
  private readonly limits: ClockLimits;
  private readonly log: Logger;
  /** A trusted wall time, and the uptime then. */
  private anchor: { wall: number; uptime: number };
  /** How much more time than the uptime may have passed since the anchor, because the machine was off. */
  private slack = 0;
  /** How far the wall clock was ahead when the doubt began; `null` if there is none. */
  private doubt: number | null = null;
  /** How far the newest event of each sender is ahead of the wall clock, since the doubt began. */
  private readonly leads = new Map<string, number>();

  constructor(options: TrustedClockOptions) {
    this.wall = options.wall ?? Date.now;
    this.uptime = options.uptime ?? systemUptime;
    this.boot = options.boot === undefined ? bootId() : options.boot;
    this.limits = { ...CLOCK_LIMITS, ...options.limits };
    this.log = options.log;
    this.anchor = { wall: this.wall(), uptime: this.uptime() };
    if (options.note != null) this.goOn(options.note);
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.look().time;
  }

  /** Whether the wall clock is in doubt. */
  get isInDoubt(): boolean {
    this.look();
    return this.doubt !== null;
  }

  status(): ClockStatus {
    const { time, offset } = this.look();
    const isInDoubt = this.doubt !== null;
    return {
      ...{ time: new Date(time).toISOString(), isInDoubt },
      offsetSeconds: isInDoubt ? Math.round(offset / 1000) : 0,
    };
  }

  /** Returns the note for the next start; `null` while the clock is in doubt, when the earlier note applies. */
  note(): ClockNote | null {
    const { time } = this.look();
    if (this.doubt !== null) return null;
    return { at: new Date(time).toISOString(), uptime: this.uptime(), boot: this.boot };
  }

  /** Sets a time that has already passed (milliseconds since 1970): an earlier wall clock is in doubt. */
  notBefore(time: number): void {
    if (this.look().time >= time - this.limits.jump) return;
    this.anchor = { wall: time, uptime: this.uptime() };
    this.slack = this.limits.gap;
    this.look();
  }

  /**
   * Records the events of one sender. A doubtful wall clock is right if the newest events of several senders agree with
   * it, and fewer are in its future: a single sender may have the same fault, or its clock from this machine.
   */
  hear(sender: string, recordedAt: readonly Micros[]): void {
    const { time, offset } = this.look();
    if (this.doubt === null || recordedAt.length === 0) return;
    if (!this.leads.has(sender) && this.leads.size >= MOST_SENDERS) return;
    const newest = recordedAt.reduce((a, b) => Math.max(a, b)) / 1000;
    const lead = newest - (time + offset);
    this.leads.set(sender, Math.max(lead, this.leads.get(sender) ?? Number.NEGATIVE_INFINITY));
    const { jump, witnesses } = this.limits;
    const leads = [...this.leads.values()];
    const agreeing = leads.filter((each) => Math.abs(each) <= jump).length;
    const against = leads.filter((each) => each > jump).length;
    if (witnesses === 0 || agreeing < witnesses || agreeing <= against) return;
    this.trust(
      `the newest events of ${agreeing} senders agree with the clock: it is trusted again`,
    );
  }

  /** Confirms the wall clock. */
  confirm(): void {
    this.look();
    this.trust('the clock was confirmed: it is trusted again');
  }

  /** Continues from the note of the last run. */
  private goOn({ at, uptime, boot }: ClockNote): void {
    const isSameRun = boot !== null && boot === this.boot && uptime <= this.anchor.uptime;
    this.slack = isSameRun ? 0 : this.limits.gap;
    this.anchor = { wall: Date.parse(at), uptime: isSameRun ? uptime : this.anchor.uptime };
    // also within the limits: from here on the wall clock is compared with itself
    if (!this.isInDoubt) this.settle();
  }

  /** Compares the clocks. Returns the time, and how far the wall clock is ahead of the other one. */
  private look(): { time: number; offset: number } {
    const wall = this.wall();
    const passed = Math.max(0, this.uptime() - this.anchor.uptime);
    const carried = this.anchor.wall + passed;
    const offset = wall - carried;
    const { jump } = this.limits;
    if (offset >= -jump && offset <= jump + this.slack) {
      if (this.doubt !== null) this.trust('the clock is as it was: it is trusted again');
      else if (passed > HOUR) this.settle();
      return { time: wall, offset };
    }
    if (this.doubt === null || Math.abs(offset - this.doubt) > jump) this.begin(offset);
    return { time: carried, offset };
  }

  private begin(offset: number): void {
    this.doubt = offset;
    // reports about another time do not apply to this one
    this.leads.clear();
    const offsetSeconds = Math.round(offset / 1000);
    this.log.error(
      { code: 'clock-in-doubt', offsetSeconds },
      'the clock of this machine jumped, or the machine was off for long: the server goes on by the time that it carried on, and its clock moves no hospital. Set the clock right; where it is right: npm run cli -- clock confirm --to URL',
    );
  }

  private trust(why: string): void {
    if (this.doubt !== null) this.log.warn({ code: 'clock-trusted' }, why);
    this.settle();
  }

  private settle(): void {
    this.anchor = { wall: this.wall(), uptime: this.uptime() };
    this.slack = 0;
    this.doubt = null;
    this.leads.clear();
  }
}

/** Returns the milliseconds since the machine started, sleep included, by a clock that cannot be set. */
function systemUptime(): number {
  return uptime() * 1000;
}

/** Returns the id of this boot of the machine, `null` if the system has none. */
function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}
