import type { IntensityPoint } from '../../../schemas/read-api.ts';
import { requiredOf } from './timeline.ts';

/** A role in a shift, persons on average; `null` if unknown. */
export interface RoleOfShift {
  readonly required: number | null;
  readonly present: number | null;
  /** Present less required, over the hours in which both are known. */
  readonly difference: number | null;
}

/** A shift in persons on average: of hours that have been, and of a shift to come what is usual and planned. */
export interface ShiftRow {
  readonly from: number;
  readonly to: number;
  readonly shiftId: string;
  readonly time: 'past' | 'running' | 'ahead';
  /** Hours of the shift, and those with known need. */
  readonly hours: number;
  readonly knownHours: number;
  /** By the level; `null` without one. */
  readonly required: number | null;
  /** p10–p90 of what is usually required, of a shift to come. */
  readonly usual: readonly [p10: number, p90: number] | null;
  /** Need by the norm, where the ward has no level; of a shift to come what is usual, with p10–p90 in `usual`. */
  readonly norm: number | null;
  /** `null` where a role of the ward is not known: in any hour to come, in all hours that have been. */
  readonly present: number | null;
  /** Hours in which all staffing is known, and those that are looked at: of a shift that runs, the ones that have been. */
  readonly staffedHours: number;
  readonly lookedAt: number;
  /** The role whose staffing is not known, where the other one's is. */
  readonly missing: 'rn' | 'na' | null;
  /** Present less required. */
  readonly gap: number | null;
  readonly rn: RoleOfShift;
  readonly na: RoleOfShift;
  /** Whether flags are derived. */
  readonly isJudged: boolean;
  readonly shortfall: boolean;
  /** The fewest registered nurses of any hour, where that is below the ward's minimum. */
  readonly fewRn: { readonly fewest: number; readonly minimum: number } | null;
  readonly reason: IntensityPoint['reason'];
}

/**
 * Shifts as rows. A shift that the queried range cuts is left out, since its flags would cover only a part.
 * Of a shift that runs, every figure is of the hours so far; present staff is the mean of the hours for which it is known.
 */
export function shiftRows(
  shifts: readonly IntensityPoint[],
  hours: readonly IntensityPoint[],
  range: { readonly from: string; readonly to: string },
  productiveShare: number,
): ShiftRow[] {
  const start = Date.parse(range.from);
  const end = Date.parse(range.to);
  return shifts.flatMap((shift) => {
    const from = Date.parse(shift.from);
    const to = Date.parse(shift.to);
    if (from <= start || to >= end) return [];
    const time = timeOf(shift);
    const own = hours.filter((hour) => {
      const at = Date.parse(hour.from);
      return at >= from && at < to && (time === 'ahead' || hour.reason !== 'not-yet');
    });
    const staffed = own.filter(({ staffedHours }) => staffedHours > 0);
    const isWhole = staffed.length === own.length;
    return {
      ...{ from, to, time, shiftId: shift.shiftId ?? '' },
      ...{ hours: shift.hours, knownHours: shift.knownHours },
      ...(time === 'ahead' ? usualOf(shift, productiveShare) : measuredOf(shift)),
      present: time === 'ahead' && !isWhole ? null : meanOf(own.map(({ present }) => present)),
      ...{ staffedHours: staffed.length, lookedAt: own.length, missing: missingOf(own) },
      rn: roleOf(own, 'rn', time),
      na: roleOf(own, 'na', time),
      isJudged: shift.flags !== null,
      shortfall: shift.flags?.shortfall ?? false,
      fewRn: fewOf(shift),
      reason: shift.reason,
    };
  });
}

function timeOf({ reason, provisional }: IntensityPoint): ShiftRow['time'] {
  if (reason === 'not-yet') return 'ahead';
  return provisional === true ? 'running' : 'past';
}

function measuredOf({ required, normNeed, level, knownHours, gapPerHour }: IntensityPoint) {
  return {
    required: per(required, knownHours),
    usual: null,
    norm: level === null ? per(normNeed, knownHours) : null,
    gap: gapPerHour,
  };
}

function usualOf({ usualNeed, hours }: IntensityPoint, productiveShare: number) {
  const none = { required: null, usual: null, norm: null, gap: null };
  if (usualNeed === null) return none;
  const { levelledHours, required, requiredP10, requiredP90, staffedHours, gap } = usualNeed;
  if (required === null || requiredP10 === null || requiredP90 === null) {
    const { minutes, minutesP10, minutesP90 } = usualNeed;
    const norm = (minutes: number) => minutes / 60 / productiveShare / usualNeed.hours;
    return { ...none, norm: norm(minutes), usual: [norm(minutesP10), norm(minutesP90)] as const };
  }
  return {
    required: per(required, levelledHours),
    usual: [requiredP10 / levelledHours, requiredP90 / levelledHours] as const,
    norm: null,
    // half a roster would look like a shortage, or like room
    gap: staffedHours === hours ? per(gap, staffedHours) : null,
  };
}

function missingOf(hours: readonly IntensityPoint[]): ShiftRow['missing'] {
  const lacks = (role: 'rn' | 'na') => hours.some(({ hoursWithout }) => hoursWithout[role] > 0);
  if (lacks('rn') === lacks('na')) return null;
  return lacks('rn') ? 'rn' : 'na';
}

function fewOf({ rnMinimum }: IntensityPoint): ShiftRow['fewRn'] {
  if (rnMinimum === null || rnMinimum.missing === null) return null;
  return { fewest: rnMinimum.fewest, minimum: rnMinimum.minimum };
}

function roleOf(
  hours: readonly IntensityPoint[],
  role: 'rn' | 'na',
  time: ShiftRow['time'],
): RoleOfShift {
  const known = hours.map((hour) => {
    const need = time === 'ahead' ? (hour.usualNeed?.required ?? null) : hour.required;
    const required = requiredOf({ ...hour, required: need }, role);
    const present = hour.supply?.[role] ?? null;
    const difference = required === null || present === null ? null : present - required;
    return { required, present, difference };
  });
  return {
    required: meanOf(known.map(({ required }) => required)),
    present: meanOf(known.map(({ present }) => present)),
    difference: meanOf(known.map(({ difference }) => difference)),
  };
}

function per(sum: number | null, hours: number): number | null {
  return sum === null || hours === 0 ? null : sum / hours;
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
