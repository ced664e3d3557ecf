import type { IntensityPoint } from '../../../schemas/read-api.ts';
import type { Bucket } from '../charts/balance-chart.ts';

/**
 * Buckets in nurses, mean per hour, so that days of 23, 24 and 25 hours compare. Who was present is
 * given if it covers whole hours: a single hour, a bucket whose hours are all known, or the hours in
 * which both are known.
 * @param changed instants (ms) of hours whose published value has since changed
 */
export function bucketsOf(
  points: readonly IntensityPoint[],
  changed: readonly number[] = [],
): Bucket[] {
  return points.map((point) => {
    const { knownHours, hours, hiddenHours, coverage, reason, shiftId, localFrom, load } = point;
    const from = Date.parse(point.from);
    const to = Date.parse(point.to);
    const perHour = (sum: number | null) =>
      sum === null || knownHours === 0 ? null : sum / knownHours;
    return {
      ...{ from, to, localFrom, shiftId, hours, knownHours, hiddenHours, coverage, reason, load },
      required: perHour(point.required),
      norm: point.required === null ? perHour(point.normNeed) : null,
      low: perHour(point.requiredLow),
      high: perHour(point.requiredHigh),
      present: presentPerHour(point),
      gap: point.gapPerHour,
      isChanged: changed.some((hour) => hour >= from && hour < to),
    };
  });
}

function presentPerHour(point: IntensityPoint): number | null {
  const { supply, hours, knownHours, balancedHours, required, gapPerHour } = point;
  if (balancedHours > 0 && balancedHours === knownHours)
    return required! / knownHours + gapPerHour!;
  if (supply === null) return null;
  const nurses = (supply.rn ?? 0) + (supply.na ?? 0);
  if (hours === 1) return nurses;
  if (required === null && knownHours === hours && isStaffedThroughout(point, nurses))
    return nurses / hours;
  return knownHours === hours && balancedHours > 0 ? nurses / balancedHours : null;
}

/** Without level no hour is balanced. The norm load is of hours with staffing: of all of them if it is need over nurses. */
function isStaffedThroughout({ normNeed, normLoad }: IntensityPoint, nurses: number): boolean {
  if (normNeed === null || normLoad === null) return false;
  return Math.abs(normLoad * nurses - normNeed) <= 1e-6 * Math.max(1, normNeed);
}
