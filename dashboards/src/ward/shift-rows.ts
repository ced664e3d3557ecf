import type { IntensityPoint } from '../../../schemas/read-api.ts';
import { requiredOf } from './timeline.ts';

/** A shift in nurses on average; `null` if unknown. */
export interface ShiftRow {
  readonly from: number;
  readonly to: number;
  readonly shiftId: string;
  readonly time: 'past' | 'running' | 'ahead';
  /** Hours of the shift, and those with known need. */
  readonly hours: number;
  readonly knownHours: number;
  readonly required: number | null;
  /** By role: what is required, and what is there, or planned. */
  readonly rn: { readonly required: number | null; readonly present: number | null };
  readonly na: { readonly required: number | null; readonly present: number | null };
  /** Available less required. */
  readonly gap: number | null;
  readonly shortfall: boolean;
  readonly fewerThanTwoRn: boolean;
  readonly reason: IntensityPoint['reason'];
}

/**
 * Shifts as rows. A shift that the queried range cuts is left out, since its flags would cover only a part.
 * Present staff is the mean of the hours for which it is known.
 */
export function shiftRows(
  shifts: readonly IntensityPoint[],
  hours: readonly IntensityPoint[],
  range: { readonly from: string; readonly to: string },
): ShiftRow[] {
  const start = Date.parse(range.from);
  const end = Date.parse(range.to);
  return shifts.flatMap((shift) => {
    const from = Date.parse(shift.from);
    const to = Date.parse(shift.to);
    if (from <= start || to >= end) return [];
    const own = hours.filter((hour) => {
      const at = Date.parse(hour.from);
      return at >= from && at < to;
    });
    const mean = (role: 'rn' | 'na') => {
      const required = requiredOf({ ...shift, required: balancedNeed(own) }, role);
      return {
        required: required === null ? null : required / shift.balancedHours,
        present: meanOf(own.map(({ supply }) => supply?.[role] ?? null)),
      };
    };
    return {
      from,
      to,
      shiftId: shift.shiftId ?? '',
      time: timeOf(shift),
      hours: shift.hours,
      knownHours: shift.knownHours,
      required: shift.required === null ? null : shift.required / shift.knownHours,
      rn: mean('rn'),
      na: mean('na'),
      gap: shift.gapPerHour,
      shortfall: shift.flags?.shortfall ?? false,
      fewerThanTwoRn: shift.flags?.rnBelowMinimum ?? false,
      reason: shift.reason,
    };
  });
}

function timeOf({ reason, provisional }: IntensityPoint): ShiftRow['time'] {
  if (reason === 'not-yet') return 'ahead';
  return provisional === true ? 'running' : 'past';
}

/** Need in the hours whose staffing is known too, the hours that the flags cover. */
function balancedNeed(hours: readonly IntensityPoint[]): number | null {
  const known = hours.flatMap(({ required, gap }) =>
    required === null || gap === null ? [] : [required],
  );
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
