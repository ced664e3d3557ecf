import type { WardNow } from '../../../schemas/ward-now.ts';

type History = WardNow['history'];

export interface Sparkline {
  /** SVG path of the known hours, broken where an hour is unknown; a lone hour is a dot. */
  readonly line: string;
  /** The current hour's dot, empty where it is unknown. */
  readonly last: string;
}

/**
 * Draws hours into a box, time from left to right, from 0 at the bottom to the greatest value. `inset`
 * keeps strokes inside.
 */
export function sparkline(
  history: History,
  { width, height, inset }: { width: number; height: number; inset: number },
): Sparkline {
  const times = history.map(({ hour }) => Date.parse(hour));
  const start = times[0] ?? 0;
  const span = (times.at(-1) ?? 0) - start || 1;
  const top = Math.max(1, ...history.map(({ minutes }) => minutes ?? 0));
  const at = (value: number) => Math.round(value * 100) / 100;
  const points = history.map(({ minutes }, index) =>
    minutes === null
      ? null
      : `${at(inset + ((times[index]! - start) / span) * (width - 2 * inset))} ${at(
          height - inset - (minutes / top) * (height - 2 * inset),
        )}`,
  );
  const line = points
    .map((point, index) => {
      if (point === null) return '';
      if ((points[index - 1] ?? null) !== null) return `L${point}`;
      return (points[index + 1] ?? null) === null ? `M${point}h0` : `M${point}`;
    })
    .join('');
  const last = points.at(-1) ?? null;
  return { line, last: last === null ? '' : `M${last}h0` };
}

/** The least and the greatest known value, and how many hours are unknown; NULL where all are. */
export function range(history: History): { low: number; high: number; missing: number } | null {
  const known = history.flatMap(({ minutes }) => (minutes === null ? [] : [minutes]));
  if (known.length === 0) return null;
  return {
    low: Math.min(...known),
    high: Math.max(...known),
    missing: history.length - known.length,
  };
}
