import { site as siteSchema } from '../../schemas/site.ts';
import type { Served, ServedOptions } from '../services/api/served.ts';
import { event, functions, HOUR, MINUTE, staffing, tick, utc, vitals } from './events.ts';

export const NOON = '2026-10-26T11:00:00Z';
const DIVISIONS = ['Medicin', 'Opererande'];
const TYPES = ['medicine', 'surgery', 'orthopaedics', 'geriatrics'];
/** What a patient needs in a day hour, in minutes: A2 and S1. */
export const MINUTES = (33 + 55 + 59) / 16;
/** A level by which that is 3.0625 persons: a person is missed at a load of 150 %. */
const LEVEL = 20;
/** What a ward requires, in persons. */
export const REQUIRED = (MINUTES / 60) * LEVEL;
const AGREED = ['day', 'evening', 'night'].map((shift) => ({
  ...{ shift, rn: LEVEL, na: 0, at: { patients: 1, minutesPerPatientHour: 60 } },
}));
/**
 * Loads that wards take turns with. Present is 3.0625 / load, so the difference: balanced, room (+1.3), tight
 * (−0.5), balanced, balanced (+0.3), short (−1.0), balanced (−0.1), balanced (−0.3).
 */
const LOADS = [1, 0.7, 1.2, 1, 0.9, 1.5, 1.05, 1.1];

/** Forty wards of a hospital that has just begun: a patient each, and as many nurses as their load says. */
export function fortyWards(): ServedOptions {
  const end = Date.parse(NOON);
  const wards = Array.from({ length: 40 }, (_, index) => ({
    wardId: `${10 + Math.floor(index / 4)}${'ABCD'[index % 4]}`,
    name: `Vårdavdelning ${index + 1}`,
    type: TYPES[index % 4]!,
    ...{ beds: 4, nightPatientsPerStaff: 6, division: DIVISIONS[index % 2]!, agreed: AGREED },
  }));
  const events = wards.flatMap(({ wardId }, index) => {
    const encounterId = `P-${index}`;
    const rn = REQUIRED / LOADS[index % LOADS.length]!;
    const start = end - 5 * HOUR;
    return [
      event(start, { type: 'admission', encounterId, wardId }),
      ...functions(start, encounterId),
      ...vitals(end - 10 * MINUTE, encounterId),
      ...staffing(
        wardId,
        'planned',
        [start, end + 24 * HOUR],
        { rn: Math.round(rn * 1e6) / 1e6 },
        start,
      ),
    ];
  });
  return {
    now: NOON,
    keys: { wall: ['wall:*'] },
    site: siteSchema.parse({ siteId: 'forty', model: 'vi-1', name: 'Storsjukhuset', wards }),
    deliveries: [{ until: utc(end), events: [...events, tick(end)] }],
  };
}

/** Others come to a ward. */
export async function admit(
  served: Served,
  wardId: string,
  encounterIds: readonly string[],
): Promise<void> {
  served.now += MINUTE;
  // what is known at an instant has happened before it
  const at = served.now - 1_000;
  const events = encounterIds.flatMap((encounterId) => [
    event(at, { type: 'admission', encounterId, wardId }),
    ...functions(at, encounterId),
    ...vitals(at, encounterId),
  ]);
  await served.deliver({ until: utc(served.now), events: [...events, tick(served.now)] });
}
