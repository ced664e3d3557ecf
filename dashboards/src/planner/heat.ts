import type { HeatmapCell } from '../../../schemas/read-api.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { tenthOf } from '../shown-figure.ts';
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
/** Steps of colour in persons. They do not change with the data: the same colour is the same figure on every ward. */
const SCALES: Record<Measure, HeatScale> = {
  need: stepsOf([1, 2, 3, 4, 6, 8]),
  staffing: stepsOf([1, 2, 3, 4, 6, 8]),
  gap: { bounds: [-2, -1, -0.5, 0.5, 1, 2], classes: ['n3', 'n2', 'n1', 'zero', 'p1', 'p2', 'p3'] },
};

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

/** The scale of a measure, in persons; on both sides of 0 for a gap. */
export function heatScale(measure: Measure): HeatScale {
  return SCALES[measure];
}

/** The name of the colour of a mean as it is shown; `none` if there is no value. A lack of a bound reaches it, as room of one does. */
export function heatClass({ bounds, classes }: HeatScale, mean: number | null): string {
  if (mean === null) return 'none';
  const shown = tenthOf(mean);
  const passed = bounds.filter((bound) => (bound < 0 ? shown > bound : shown >= bound));
  return classes[passed.length]!;
}

/** True if some hours have need by the norm and no level: staffing is of more hours then than need in persons. */
export function isWithoutLevel(cells: readonly HeatmapCell[]): boolean {
  return cells.some(({ normNeed, required }) => required.n < normNeed.n);
}

/** Those of the chosen wards that have no level now. */
export function unlevelledOf(
  standing: readonly Pick<WardNow, 'wardId' | 'level' | 'normNurses'>[] | null,
  chosen: readonly string[],
): string[] {
  return (standing ?? [])
    .filter(({ wardId, level, normNurses }) => {
      return chosen.includes(wardId) && level === null && normNurses !== null;
    })
    .map(({ wardId }) => wardId);
}

function stepsOf(bounds: readonly number[]): HeatScale {
  return { bounds, classes: [...bounds, 0].map((_, i) => `s${i}`) };
}
