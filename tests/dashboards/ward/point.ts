import type { IntensityPoint } from '../../../schemas/read-api.ts';
import { staffingOf } from '../staffing.ts';

const HOUR_MS = 3_600_000;

/** A fully known hour of a ward, with what a test changes. */
export function point(change: Partial<IntensityPoint> = {}): IntensityPoint {
  const { supply = { rn: 3, na: 1 }, hours = 1 } = change;
  return {
    wardId: '31A',
    from: '2026-01-05T09:00:00Z',
    to: '2026-01-05T10:00:00Z',
    localFrom: '2026-01-05T10:00:00+01:00',
    shiftId: null,
    ...{ hours: 1, knownHours: 1, balancedHours: 1, hiddenHours: 0 },
    ...{
      reason: null,
      provisional: false,
      patientHours: 18,
      census: 18,
      arrivals: 0,
      departures: 0,
    },
    ...{ minutes: 300, minutesLow: 240, minutesHigh: 360, minutesPerHour: 300, components: null },
    ...{ normNeed: 5, normNeedLow: 4, normNeedHigh: 6, normLoad: 1.25 },
    level: { k: 1, basis: 'agreed', rnShare: 0.6, validFrom: null },
    ...{ usualNeed: null, usualLoad: null },
    ...{ required: 5, requiredLow: 4, requiredHigh: 6 },
    ...staffingOf(supply, hours),
    ...{ planned: { rn: 3, na: 2 }, load: 1.25, gap: -1, gapPerHour: -1 },
    chppd: 5,
    flags: { rnRequired: 3, rnShortfall: 0, shortfall: false, rnBelowMinimum: false },
    ...{ coverage: 0.9, imputedPatientHours: 0, newestInputAt: null, model: 'vi-1' },
    computedAt: '2026-01-05T10:00:00Z',
    ...change,
  };
}

/** An hour that is to come: of it only the plan is known. */
export function ahead(change: Partial<IntensityPoint> = {}): IntensityPoint {
  return point({
    ...{ knownHours: 0, balancedHours: 0, reason: 'not-yet', provisional: null, minutes: null },
    ...{ normNeed: null, normNeedLow: null, normNeedHigh: null, normLoad: null, level: null },
    ...{ required: null, requiredLow: null, requiredHigh: null, load: null, gap: null },
    ...{ gapPerHour: null, flags: null, coverage: null },
    ...change,
  });
}

/** What is usual of some hours, each with a level and staffing, in nurse-hours in all. */
export function usual(
  hours: number,
  [p10, median, p90]: readonly [number, number, number],
  change: Partial<NonNullable<IntensityPoint['usualNeed']>> = {},
): IntensityPoint['usualNeed'] {
  return {
    ...{ hours, minutes: median * 60, minutesP10: p10 * 60, minutesP90: p90 * 60 },
    ...{ levelledHours: hours, required: median, requiredP10: p10, requiredP90: p90 },
    ...{ staffedHours: hours, gap: null, ...change },
  };
}

/** Hours after one another from an instant, by the clocks given: `25T02+02`. */
export function hoursFrom(first: string, clocks: readonly string[]) {
  const start = Date.parse(first);
  return clocks.map((clock, i) => {
    const [, day, hour, offset] = /^(.+)T(\d\d)([+-]\d\d)$/.exec(clock)!;
    return {
      from: new Date(start + i * HOUR_MS).toISOString(),
      to: new Date(start + (i + 1) * HOUR_MS).toISOString(),
      localFrom: `${day}T${hour}:00:00${offset}:00`,
    };
  });
}
