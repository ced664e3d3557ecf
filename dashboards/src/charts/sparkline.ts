import type { WardNow } from '../../../schemas/ward-now.ts';

/** Minutes required in hours; `null` if unknown. */
export type History = readonly Pick<WardNow['history'][number], 'hour' | 'minutes'>[];

/** A value at an instant (ms), `null` if it is unknown. */
export interface Point {
  readonly at: number;
  readonly value: number | null;
}

export interface Box {
  readonly width: number;
  readonly height: number;
  /** Keeps strokes inside. */
  readonly inset: number;
}

export interface Sparkline {
  /** SVG path of the known values, broken where one is unknown; a lone value is a dot. */
  readonly line: string;
  /** The last value's dot, empty if it is unknown. */
  readonly last: string;
}

/** Draws the hours of a ward into a box. */
export function sparkline(history: History, box: Box): Sparkline {
  return trace(
    history.map(({ hour, minutes }) => ({ at: Date.parse(hour), value: minutes })),
    box,
  );
}

/**
 * Draws values into a box, time from left to right, from 0 at the bottom to the greatest value, and to 1
 * at least. The box is as wide as the values reach, or as `span` (ms) does up to the last.
 */
export function trace(points: readonly Point[], box: Box, span?: number): Sparkline {
  const { width, height, inset } = box;
  const end = points.at(-1)?.at ?? 0;
  const start = span === undefined ? (points[0]?.at ?? 0) : end - span;
  const wide = end - start || 1;
  const top = Math.max(1, ...points.map(({ value }) => value ?? 0));
  const round = (value: number) => Math.round(value * 100) / 100;
  const places = points.map(({ at, value }) =>
    value === null
      ? null
      : `${round(inset + ((at - start) / wide) * (width - 2 * inset))} ${round(
          height - inset - (value / top) * (height - 2 * inset),
        )}`,
  );
  const line = places
    .map((place, index) => {
      if (place === null) return '';
      if ((places[index - 1] ?? null) !== null) return `L${place}`;
      return (places[index + 1] ?? null) === null ? `M${place}h0` : `M${place}`;
    })
    .join('');
  const last = places.at(-1) ?? null;
  return { line, last: last === null ? '' : `M${last}h0` };
}

/** The least and the greatest known value, and how many hours are unknown; `null` if all are. */
export function range(history: History): { low: number; high: number; missing: number } | null {
  const known = history.flatMap(({ minutes }) => (minutes === null ? [] : [minutes]));
  if (known.length === 0) return null;
  return {
    low: Math.min(...known),
    high: Math.max(...known),
    missing: history.length - known.length,
  };
}
