import type { Micros } from '../../schemas/instant.ts';
import type { Reader } from './balanced-hour.ts';
import { hourOf } from './grid.ts';
import type { Ledger } from './ledger.ts';
import type { ReferenceWardHour } from './ward-hours.ts';

/**
 * The need of a ward in an hour. Known from its first ward-hour to the hour that holds stream time, which is
 * provisional; where no patient was there in between, nothing is needed. Null where it is not known. Outside the
 * treating unit a ward that has any ward-hour is known from the first of any ward.
 */
export function needOf(
  ledger: Ledger,
  wardId: string,
  reader: Reader = 'treating',
): (hour: Micros) => ReferenceWardHour | null {
  const ofWard = ledger.wardHours.filter((row) => row.wardId === wardId);
  const byHour = new Map(ofWard.map((row) => [row.hour, row]));
  const since = reader === 'treating' || ofWard.length === 0 ? ofWard : ledger.wardHours;
  const first = Math.min(...since.map(({ hour }) => hour));
  const last = ledger.streamTime === null ? -Infinity : hourOf(ledger.streamTime);
  return (hour) => {
    if (hour < first || hour > last) return null;
    return byHour.get(hour) ?? { ...EMPTY, wardId, hour, provisional: hour === last };
  };
}

const EMPTY = {
  components: {
    base: 0,
    generalCare: 0,
    specialCare: 0,
    surveillance: 0,
    churn: 0,
    oneToOne: 0,
    escort: 0,
  },
  minutes: 0,
  minutesLow: 0,
  minutesHigh: 0,
  patients: 0,
  census: 0,
  presenceMicros: 0,
  arrivals: 0,
  departures: 0,
  coverage: null,
  freshMicros: 0n,
  imputedPatients: 0,
  rows: [],
};
