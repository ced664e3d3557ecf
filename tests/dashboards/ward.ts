import type { WardNow } from '../../schemas/ward-now.ts';

/** A ward in the middle of its band, with what a test changes. */
export function ward(change: Partial<WardNow> = {}): WardNow {
  const { supply = { rn: 3, na: 2 } } = change;
  return {
    wardId: '31A',
    name: 'Kirurgi 31A',
    type: 'surgery',
    division: null,
    state: null,
    stateSince: null,
    marks: [],
    missingRn: null,
    minimumRn: 2,
    presentRn: supply?.rn ?? null,
    beds: 22,
    hour: '2026-01-05T09:00:00Z',
    minutes: 300,
    minutesLow: 260,
    minutesHigh: 350,
    normNurses: 5,
    level: null,
    requiredNurses: 5,
    requiredRn: null,
    gap: null,
    gapState: stepBy(change.gap ?? null),
    restOfShift: null,
    usualNeed: null,
    normLoad: null,
    supply,
    present: supply === null ? null : (supply.rn ?? 0) + (supply.na ?? 0),
    missingRoles: [],
    load: 1,
    usualLoad: null,
    patientHours: 18,
    patients: 18,
    census: 18,
    arrivals: 0,
    departures: 0,
    coverage: 0.9,
    imputedPatients: 0,
    newestInputAt: '2026-01-05T09:40:00Z',
    reason: null,
    model: 'vi-1',
    computedAt: '2026-01-05T09:42:00Z',
    history: [],
    ...change,
  };
}

/** What is usual for a ward, of sixty hours from twelve days. */
export function usualOf(load: number): WardNow['usualLoad'] {
  return { load, p90: load * 1.2, hours: 60, days: 12 };
}

/** The rest of a shift that ends at nine in the evening in Stockholm, short or over by so many persons. */
export function restOf(gap: number, until = '2026-01-05T20:00:00Z'): WardNow['restOfShift'] {
  return { shiftId: 'evening', until, required: 5 - gap, gap, state: stepBy(gap)! };
}

/** What so many persons come to by the default thresholds, of a ward so small that its shares are reached. */
function stepBy(gap: number | null): WardNow['gapState'] {
  if (gap === null) return null;
  if (gap <= -0.5) return gap <= -1 ? 'short' : 'tight';
  return gap >= 1 ? 'room' : 'balanced';
}
