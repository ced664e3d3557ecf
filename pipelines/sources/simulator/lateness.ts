import { HOUR, local, MINUTE, type Seconds, utc, utcWithFraction } from './clock.ts';
import type { Random } from './random.ts';

/** When something happened, was stored, and reached the log. */
export interface Moment {
  /** When it happened. */
  readonly at: Seconds;
  /** When the source stored it. */
  readonly recorded: Seconds;
  /** When it reaches the log: soon after, never before `recorded`. */
  readonly arrives: Seconds;
  /** As the source writes it; may lie up to five minutes after `recordedAt` (a fast clock). */
  readonly occurredAt: string;
  readonly recordedAt: string;
}

type Quantiles = readonly (readonly [share: number, seconds: number])[];

const CHARTING = table([
  [0, 15],
  [0.25, 3 * MINUTE],
  [0.5, 10 * MINUTE],
  [0.75, 32 * MINUTE],
  [0.9, 90 * MINUTE],
  [0.99, 5 * HOUR],
  [1, 24 * HOUR],
]);
const REPORTING = table([
  [0, 5],
  [0.5, 2 * MINUTE],
  [0.9, 6 * MINUTE],
  [0.99, 20 * MINUTE],
  [1, HOUR],
]);
const CORRECTING = table([
  [0, MINUTE],
  [0.5, 45 * MINUTE],
  [0.9, 8 * HOUR],
  [0.99, 24 * HOUR],
  [1, 72 * HOUR],
]);

/** Charted by hand: median 10 minutes late, one in ten more than 90 minutes, one in 100 more than 5 h. */
export function charted(at: Seconds, random: Random): Moment {
  const style = random.unit();
  if (style < 0.008) {
    const fast = at + random.whole(1, 5 * MINUTE);
    return moment(at, at, random, utc(fast), utc(at));
  }
  const recorded = at + draw(CHARTING, random);
  if (style < 0.018) {
    const fraction = random.whole(1, 999);
    return moment(
      at,
      recorded,
      random,
      utcWithFraction(at, fraction),
      utcWithFraction(recorded, fraction),
    );
  }
  if (style < 0.028) return moment(at, recorded, random, local(at), local(recorded));
  return moment(at, recorded, random, utc(at), utc(recorded));
}

/** Reported by the desk as it happens: a few minutes late. */
export function reported(at: Seconds, random: Random): Moment {
  const recorded = at + draw(REPORTING, random);
  return moment(at, recorded, random, utc(at), utc(recorded));
}

/** A later version of the same record. */
export function corrected(original: Moment, random: Random, at = original.at): Moment {
  const recorded = original.recorded + draw(CORRECTING, random) + 1;
  return moment(
    at,
    recorded,
    random,
    at === original.at ? original.occurredAt : utc(at),
    utc(recorded),
  );
}

/** Delivery takes seconds, now and then minutes: the reason the log is not quite in order. */
export function delivery(random: Random): Seconds {
  return random.chance(0.97) ? random.whole(0, 3) : random.whole(4, 10 * MINUTE);
}

function moment(
  at: Seconds,
  recorded: Seconds,
  random: Random,
  occurredAt: string,
  recordedAt: string,
): Moment {
  return { at, recorded, arrives: recorded + delivery(random), occurredAt, recordedAt };
}

function draw(quantiles: Float64Array, random: Random): Seconds {
  return quantiles[Math.floor(random.unit() * quantiles.length)]!;
}

/** The inverse distribution at 4096 points, straight in the logarithm between the quantiles given. */
function table(quantiles: Quantiles): Float64Array {
  return Float64Array.from({ length: 4096 }, (_, index) => {
    const share = (index + 0.5) / 4096;
    const upper = quantiles.findIndex(([end]) => end > share);
    const [x0, y0] = quantiles[upper - 1]!;
    const [x1, y1] = quantiles[upper]!;
    return Math.round(y0 * Math.exp((Math.log(y1 / y0) * (share - x0)) / (x1 - x0)));
  });
}
