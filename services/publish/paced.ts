import { setTimeout as sleep } from 'node:timers/promises';
import { MICROS_PER_MINUTE, parseInstant } from '../../schemas/instant.ts';
import { LARGEST_SKEW_MINUTES } from '../../schemas/ward-event.ts';
import type { WireLines } from '../files/wire-lines.ts';

/** The clock and the timer of a pace; a test has its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/** A clock that runs, until it is stopped. */
export function realClock(signal?: AbortSignal): Clock {
  return { now: Date.now, wait: (milliseconds) => sleep(milliseconds, undefined, { signal }) };
}

/** Milliseconds: lines due within this time are sent now, so that events close together are sent together. */
const SHORTEST_WAIT = 100;
/** Milliseconds: a timer cannot be longer than 24 days. */
const LONGEST_WAIT = 60_000;

/**
 * Yields lines when they are due: at `speed` times real time by `recordedAt`, from the first on. The
 * order stays, so a line recorded earlier than one before it is due at once. So are lines whose
 * `recordedAt` cannot be read, or lies ahead of the clock: a server rejects them.
 */
export async function* paced(
  groups: AsyncIterable<WireLines>,
  speed: number,
  clock: Clock,
): AsyncGenerator<WireLines> {
  let started: { readonly at: number; readonly recordedAt: number } | null = null;
  const waitFor = (line: Uint8Array): number => {
    const recordedAt = recordedAtOf(line) / 1000;
    if (!(recordedAt <= clock.now() + (LARGEST_SKEW_MINUTES * MICROS_PER_MINUTE) / 1000)) return 0;
    started ??= { at: clock.now(), recordedAt };
    return started.at + (recordedAt - started.recordedAt) / speed - clock.now();
  };
  for await (const { lines, bytesRead } of groups) {
    let due: Uint8Array[] = [];
    for (const line of lines) {
      for (let wait = waitFor(line); wait >= SHORTEST_WAIT; wait = waitFor(line)) {
        if (due.length > 0) yield { lines: due, bytesRead };
        else await clock.wait(Math.min(wait, LONGEST_WAIT));
        due = [];
      }
      due.push(line);
    }
    if (due.length > 0) yield { lines: due, bytesRead };
  }
}

/** Microseconds since 1970, NaN if the line has no time. */
function recordedAtOf(line: Uint8Array): number {
  try {
    const { recordedAt } = JSON.parse(Buffer.from(line).toString('utf8'));
    return typeof recordedAt === 'string' ? parseInstant(recordedAt) : Number.NaN;
  } catch {
    return Number.NaN;
  }
}
