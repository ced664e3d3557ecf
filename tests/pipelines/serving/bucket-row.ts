import type { Micros } from '../../../schemas/instant.ts';
import type { Bucket } from '../../reference/bucket.ts';

/** A row of `intensity` as the store gives it. */
export interface IntensityRow {
  readonly [column: string]: unknown;
  readonly ward_id: string;
  readonly from: Micros;
  readonly to: Micros;
  readonly local_from: string;
  readonly shift_id: string | null;
  readonly hours: number;
  readonly reason: string | null;
  readonly minutes: number | null;
}

/** The columns of a row that the reference has too, under its names. */
export function bucketOf(row: IntensityRow): Bucket {
  const fields = FIELDS.map((field) => [field, renamed(row[snake(field)])]);
  return Object.fromEntries(fields) as Bucket;
}

/** Fields of `Bucket`; the type asks for all of them. */
const FIELDS = Object.keys({
  wardId: 0,
  from: 0,
  to: 0,
  hours: 0,
  knownHours: 0,
  staffedHours: 0,
  balancedHours: 0,
  hiddenHours: 0,
  provisional: 0,
  patientHours: 0,
  census: 0,
  arrivals: 0,
  departures: 0,
  minutes: 0,
  minutesLow: 0,
  minutesHigh: 0,
  components: 0,
  minutesPerHour: 0,
  coverage: 0,
  normNeed: 0,
  normNeedLow: 0,
  normNeedHigh: 0,
  normLoad: 0,
  level: 0,
  usualNeed: 0,
  usualLoad: 0,
  required: 0,
  requiredLow: 0,
  requiredHigh: 0,
  supply: 0,
  planned: 0,
  present: 0,
  hoursWithout: 0,
  rnMinimum: 0,
  load: 0,
  gap: 0,
  gapPerHour: 0,
  chppd: 0,
  flags: 0,
  imputedPatientHours: 0,
} satisfies Record<keyof Bucket, 0>);

/** A struct with its fields in camel case. */
function renamed(value: unknown): unknown {
  if (value === undefined) throw new Error('No such column');
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [camel(name), field]));
}

const camel = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
