import type { Cell } from '../../../dashboards/src/planner/shift-grid.ts';
import { stepOf } from '../../../dashboards/src/planner/step.ts';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import { staffingOf } from '../staffing.ts';

/** A bucket without data, with what a test changes. */
export function point(said: Partial<IntensityPoint>): IntensityPoint {
  return {
    wardId: '31A',
    from: '2026-10-25T00:00:00Z',
    to: '2026-10-25T01:00:00Z',
    localFrom: '2026-10-25T02:00:00+02:00',
    shiftId: null,
    ...{ hours: 1, knownHours: 0, balancedHours: 0, hiddenHours: 0 },
    ...{ reason: null, provisional: null, patientHours: null, census: null },
    ...{ arrivals: null, departures: null, minutes: null, minutesLow: null, minutesHigh: null },
    ...{ minutesPerHour: null, components: null },
    ...{ normNeed: null, normNeedLow: null, normNeedHigh: null, normLoad: null, level: null },
    ...{ usualNeed: null, usualLoad: null },
    ...{ required: null, requiredLow: null, requiredHigh: null },
    ...staffingOf(said.supply ?? null, said.hours ?? 1),
    ...{ planned: null, load: null, gap: null, gapPerHour: null, chppd: null },
    ...{ flags: null, coverage: null, imputedPatientHours: null },
    ...{ newestInputAt: null, model: null, computedAt: null },
    ...said,
  };
}

/** The limits of a site that names none. */
export const LIMITS = {
  ...{ shortPersons: 1, shortShare: 0.15, tightPersons: 0.5, tightShare: 0.1 },
  ...{ roomPersons: 1, roomShare: 0.15 },
};

/** A cell of planned persons, all of them assistants, against those usually required. */
export function differenceCell(plan: number, need: number, high = need): Cell {
  const value = plan - need;
  const step = stepOf(value, need, LIMITS);
  return {
    ...{ kind: 'difference', fewRn: null },
    roles: { na: plan, rnOver: 0, rnOverMinimum: 0 },
    ...{ plan, value, step, need, low: need - 1, high },
  };
}
