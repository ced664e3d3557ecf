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
  const { present, hours, knownHours, staffedHours, balancedHours, required, gapPerHour } = point;
  if (balancedHours > 0 && balancedHours === knownHours)
    return required! / knownHours + gapPerHour!;
  if (present === null) return null;
  if (hours === 1 || (knownHours === hours && staffedHours === hours)) return present / hours;
  // of the hours with need, staffing and level
  return knownHours === hours && balancedHours > 0 && balancedHours === staffedHours
    ? present / staffedHours
    : null;
}
