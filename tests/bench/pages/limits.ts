import type { Drawing } from './drawing.ts';
import type { Start } from './start.ts';
import type { Update } from './updating.ts';
import type { WallDay } from './wall-day.ts';
import type { Weight } from './weight.ts';

/** What the pages have to keep to. */
export const LIMITS = {
  /** From `npm start` to the wall, on two cores. */
  startMs: 15_000,
  /** Of what a browser loads for every screen in its language, gzip. */
  bytes: 150_000,
  /** Of that, what it loads until the wall draws. */
  wallBytes: 60_000,
  /** Scripting until forty wards stand there. */
  drawMs: 100,
  /** Scripting of one message. */
  updateMs: 15,
  /** Of the heap, over the second half of a day. */
  heapShare: 0.05,
  heapBytes: 1_000_000,
} as const;

export interface Check {
  readonly what: string;
  readonly isKept: boolean;
}

interface Measured {
  readonly start: Start;
  readonly weight: { readonly wall: readonly Weight[]; readonly loaded: readonly Weight[] };
  readonly drawing: Drawing;
  readonly updated: readonly Update[];
  readonly day: WallDay;
}

/** Each limit, and whether it is kept. */
export function checks({ start, weight, drawing, updated, day }: Measured): Check[] {
  const atMost = (what: string, value: number, limit: number): Check => ({
    what: `${what}: ${value.toFixed(1)}, expected at most ${limit.toFixed(1)}`,
    isKept: value <= limit,
  });
  const [, half, end] = day.held;
  const growth = Math.min(LIMITS.heapBytes, LIMITS.heapShare * half.heapBytes);
  return [
    atMost('ms from npm start to a living wall', start.wallMs, LIMITS.startMs),
    ...weight.wall.map(({ what, bytes }) => atMost(`bytes ${what}, gzip`, bytes, LIMITS.wallBytes)),
    ...weight.loaded.map(({ what, bytes }) =>
      atMost(`bytes of ${what}, gzip`, bytes, LIMITS.bytes),
    ),
    atMost('ms of scripting for the first draw', drawing.wall.scriptMs, LIMITS.drawMs),
    ...updated.map(({ what, scriptMs }) =>
      atMost(`ms of scripting for an update: ${what}`, scriptMs, LIMITS.updateMs),
    ),
    atMost('bytes of heap more than half way', end.heapBytes - half.heapBytes, growth),
    atMost('nodes more than half way', end.nodes - half.nodes, 0),
    atMost('listeners more than half way', end.listeners - half.listeners, 0),
  ];
}
