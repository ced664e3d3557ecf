import type { HeatmapCell } from '../../../schemas/read-api.ts';
import { ticks } from '../charts/scale.ts';
import type { Measure } from './choice.ts';

export type Spread = HeatmapCell['required'];

/** A weekday (1 Monday) and hour of the clock; `spread` is `null` if there is no value. */
export interface HeatCell {
  readonly weekday: number;
  readonly hour: number;
  readonly spread: Spread | null;
  readonly hiddenHours: number;
  readonly coverage: number | null;
}

/** Which of its classes a value is in: below the first of `bounds`, between two, or from the last. */
export interface HeatScale {
  readonly bounds: readonly number[];
  /** The name of the colour of each class, one more than there are bounds. */
  readonly classes: readonly string[];
}

const FIELDS = { need: 'required', staffing: 'nurses', gap: 'gap' } as const;
const MOST_BOUNDS = 6;
/** Nurses: less than this is neither a lack nor a surplus. */
const LEAST_GAP = 0.5;
/** Bounds on each side of a gap. */
const SIDE = 3;

/** Seven rows of 24 cells, Monday first, also if the API returns none. */
export function heatRows(cells: readonly HeatmapCell[], measure: Measure): HeatCell[][] {
  const byPlace = new Map(cells.map((cell) => [cell.weekday * 24 + cell.hour, cell]));
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
    Array.from({ length: 24 }, (_, hour) => {
      const cell = byPlace.get(weekday * 24 + hour);
      const spread = cell?.[FIELDS[measure]] ?? null;
      return {
        weekday,
        hour,
        spread: spread === null || spread.mean === null ? null : spread,
        hiddenHours: cell?.hiddenHours ?? 0,
        coverage: cell?.coverage ?? null,
      };
    }),
  );
}

/** Round bounds for the means of cells; on both sides of 0 for a gap. */
export function heatScale(rows: readonly (readonly HeatCell[])[], measure: Measure): HeatScale {
  const means = rows.flat().flatMap(({ spread }) => spread?.mean ?? []);
  if (measure === 'gap') return gapScale(Math.max(0, ...means.map(Math.abs)));
  const low = means.length === 0 ? 0 : Math.min(...means);
  const high = means.length === 0 ? 0 : Math.max(...means);
  // rounded to tenths: bounds that read the same would be none
  const steps = Math.min(MOST_BOUNDS - 1, Math.floor((high - low) * 10));
  const bounds = ticks(low, high, steps)
    .filter((bound) => bound > low)
    .slice(0, MOST_BOUNDS);
  return { bounds, classes: [...bounds, 0].map((_, i) => `s${i}`) };
}

/** The name of the colour of a mean; `none` if there is no value. */
export function heatClass({ bounds, classes }: HeatScale, mean: number | null): string {
  if (mean === null) return 'none';
  return classes[bounds.filter((bound) => mean >= bound).length]!;
}

function gapScale(most: number): HeatScale {
  const larger = ticks(0, most, SIDE - 1).filter((bound) => bound > LEAST_GAP);
  const side = [LEAST_GAP, ...larger].slice(0, SIDE).filter((bound) => bound <= most);
  const count = side.length;
  return {
    bounds: [...side.map((bound) => -bound).reverse(), ...side],
    classes: [...side.map((_, i) => `n${count - i}`), 'zero', ...side.map((_, i) => `p${i + 1}`)],
  };
}
