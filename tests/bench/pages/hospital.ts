import type { SiteView } from '../../../schemas/read-api.ts';
import type { Snapshot, WardNow } from '../../../schemas/ward-now.ts';

const WARDS = 40;
const HOURS = 48;
const HOUR_MS = 3_600_000;
const TYPES = ['surgery', 'medicine', 'orthopaedics', 'geriatrics'];
/** Stands where the time of a ward's newest input goes. */
export const NEWEST = '{newest}';

const idOf = (index: number) => `${10 + Math.floor(index / 4)}${'ABCD'[index % 4]}`;
const utc = (at: number) => new Date(at).toISOString();

/** A hospital of forty wards. */
export const site: SiteView = {
  siteId: 'bench',
  name: 'Mätsjukhuset',
  timeZone: 'Europe/Stockholm',
  shifts: [
    { id: 'day', start: '07:00' },
    { id: 'evening', start: '14:00' },
    { id: 'night', start: '21:00' },
  ],
  wards: Array.from({ length: WARDS }, (_, index) => ({
    wardId: idOf(index),
    name: `Avdelning ${idOf(index)}`,
    type: TYPES[index % TYPES.length]!,
    division: null,
    beds: 22,
  })),
  thresholds: {
    ...{ shortPersons: 1, shortShare: 0.15, tightPersons: 0.5, tightShare: 0.1 },
    ...{ roomPersons: 1, roomShare: 0.15 },
  },
  productiveShare: 1,
  judgements: false,
  mayJudge: [],
  mayPlan: [],
  version: 'bench',
};

const STATES = ['short', 'tight', 'balanced', 'room'] as const;

/** A ward with 48 hours behind it; every `turn` its values are others. */
export function wardAt(index: number, turn: number, now: number): WardNow {
  const { wardId, name, type, beds } = site.wards[index % WARDS]!;
  const wave = (step: number) => 0.5 + 0.5 * Math.sin(index * 2.4 + turn * 1.3 + step / 4);
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const minutes = Math.round(200 + 300 * wave(0));
  const patients = Math.round(15 + 10 * wave(3));
  return {
    ...{ wardId, name, type, beds, hour: utc(hour), minutes },
    ...{ minutesLow: minutes - 40, minutesHigh: minutes + 60, requiredNurses: minutes / 60 },
    ...{
      supply: { rn: 3, na: 3 },
      ...{ present: 6, presentRn: 3, missingRoles: [] },
      load: minutes / 360,
      normLoad: minutes / 360,
      ...{ gap: 6 - minutes / 60, gapState: STATES[Math.round(wave(1) * 3)]! },
    },
    ...{
      division: null,
      state: STATES[Math.round(wave(1) * 3)]!,
      stateSince: utc(hour),
      marks: [],
    },
    ...{ missingRn: null, minimumRn: 2, normNurses: minutes / 60, requiredRn: minutes / 100 },
    level: { k: 1, basis: 'agreed', rnShare: 0.6, validFrom: null },
    restOfShift: {
      shiftId: 'day',
      until: utc(hour + 3 * HOUR_MS),
      required: minutes / 60,
      gap: 6 - minutes / 60,
      state: STATES[Math.round(wave(1) * 3)]!,
    },
    usualNeed: { minutes: 330, p10: 250, p90: 420, hours: 40 },
    usualLoad: { load: 1, p90: 1.2, hours: 280, days: 40 },
    ...{ patientHours: patients, patients, census: patients, arrivals: 1, departures: 0 },
    ...{ coverage: 0.75 + 0.2 * wave(5), imputedPatients: 0, newestInputAt: utc(now) },
    ...{ reason: null, model: 'vi-1', computedAt: utc(now) },
    history: Array.from({ length: HOURS }, (_, step) => ({
      hour: utc(hour - (HOURS - 1 - step) * HOUR_MS),
      minutes: Math.round(200 + 300 * wave(step - HOURS + 1)),
      patientHours: patients,
    })),
  };
}

/** Every ward as it stands. */
export function snapshotAt(turn: number, now: number): Snapshot {
  const wards = site.wards.map((_, index) => wardAt(index, turn, now));
  return { streamTime: utc(now), silentSources: [], wards };
}

/** Messages of single wards, all wards in turn, to be sent again and again with another time. */
export function messages(turns: number, now: number): string[] {
  return Array.from({ length: turns * WARDS }, (_, index) => {
    const ward = wardAt(index % WARDS, Math.floor(index / WARDS), now);
    return JSON.stringify({ ...ward, newestInputAt: NEWEST });
  });
}
