import type { Goal } from '../goals.ts';

/** The figures of a live server that have a goal. */
export interface ServeFigures {
  readonly delays: readonly {
    readonly eventsPerSecond: number;
    readonly p50Ms: number;
    readonly p95Ms: number;
    readonly p99Ms: number;
    readonly stallMs: number;
  }[];
  /** Of the last restart, after the longest history. */
  readonly restartSeconds: number;
  readonly restartDays: number;
  /** Memory of that server after some load, in megabytes. */
  readonly longMemoryMb: number;
}

/** What a live server is to reach. A rate that was not run has no figure. */
export function serveGoals(figures: ServeFigures): Goal[] {
  const { delays, restartSeconds, restartDays, longMemoryMb } = figures;
  const at = (rate: number, of: 'p50Ms' | 'p95Ms' | 'p99Ms' | 'stallMs') =>
    delays.find(({ eventsPerSecond }) => eventsPerSecond === rate)?.[of] ?? Number.NaN;
  return [
    { goal: 'POST → stream at 100 events/s, p50', found: at(100, 'p50Ms'), limit: 150, unit: 'ms' },
    { goal: 'POST → stream at 100 events/s, p95', found: at(100, 'p95Ms'), limit: 300, unit: 'ms' },
    { goal: 'POST → stream at 100 events/s, p99', found: at(100, 'p99Ms'), limit: 500, unit: 'ms' },
    {
      goal: 'POST → stream at 1 000 events/s, p95',
      found: at(1000, 'p95Ms'),
      limit: 500,
      unit: 'ms',
    },
    { goal: 'longest stall at 1 000 events/s', found: at(1000, 'stallMs'), limit: 50, unit: 'ms' },
    {
      ...{ goal: `restart after ${restartDays} days until the wall shows all wards`, unit: 's' },
      ...{ found: restartSeconds, limit: 3 },
    },
    {
      ...{ goal: `memory live after ${restartDays} days of history`, unit: 'MB' },
      ...{ found: longMemoryMb, limit: 500 },
    },
  ];
}
