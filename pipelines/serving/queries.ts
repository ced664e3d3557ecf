import { MICROS_PER_HOUR, type Micros } from '../../schemas/instant.ts';
import type { SourceName } from '../../schemas/source-name.ts';
import type { Parameters } from '../warehouse/warehouse.ts';

/** What hours are put together to: `hour` leaves them as they are. */
export const GRAINS = ['hour', 'shift', 'day', 'week', 'month'] as const;
export type Grain = (typeof GRAINS)[number];

/** A ward that is read, and whether the reader is of the unit that treats its patients. */
export interface WardReader {
  readonly wardId: string;
  readonly treating: boolean;
  /** Whether the reader judges the ward, and so may change its judgements. */
  readonly judges?: boolean;
}

/** What a query is about: wards, and hours of [from, to). */
export interface WardHourRange {
  readonly readers: readonly WardReader[];
  readonly from: Micros;
  readonly to: Micros;
  /** The stream time of what was known; `null` or none: what is known now. */
  readonly knownAt?: Micros | null;
}

/** Splits a long range into parts, in order, so that each query needs little memory. */
export function partsOf(range: WardHourRange, hours: number): WardHourRange[] {
  const parts: WardHourRange[] = [];
  for (let from = range.from; from < range.to; ) {
    const to = Math.min(from + hours * MICROS_PER_HOUR, range.to);
    parts.push({ ...range, from, to });
    from = to;
  }
  return parts;
}

/** A query and what it is bound to. */
export interface Query {
  readonly sql: string;
  readonly parameters: Parameters;
  /** Its rows already have the names and times of the JSON answer. */
  readonly isWire?: boolean;
  /** The column that names the patient of a row, where rows are of patients. */
  readonly patient?: string;
}

const RANGE = '$readers, make_timestamp($from::bigint), make_timestamp($to::bigint)';
const AS_KNOWN = `${RANGE}, make_timestamp($known::bigint)`;

function parametersOf({ readers, from, to }: WardHourRange): Parameters {
  const wards = readers.map(({ wardId, treating }) => ({ ward_id: wardId, treating }));
  return { readers: JSON.stringify(wards), from, to };
}

const asKnown = (range: WardHourRange) => ({
  ...parametersOf(range),
  known: range.knownAt ?? null,
});

/** Need against staffing, by ward and bucket. */
export function intensity(range: WardHourRange, grain: Grain): Query {
  return { sql: `from intensity_of(${AS_KNOWN}, '${grain}')`, parameters: asKnown(range) };
}

/** Need, staffing and gap by weekday and hour of the day, of the wards together. */
export function heatmap(range: WardHourRange): Query {
  return { sql: `from heatmap_of(${AS_KNOWN})`, parameters: asKnown(range) };
}

/** Wards side by side, by the spread of their buckets. */
export function comparison(range: WardHourRange, grain: Grain): Query {
  return { sql: `from comparison_of(${AS_KNOWN}, '${grain}')`, parameters: asKnown(range) };
}

/** Ward-hours whose value as known then is not the final one. */
export function changes(range: WardHourRange): Query {
  return { sql: `from change_of(${AS_KNOWN})`, parameters: asKnown(range) };
}

export function judgements(range: WardHourRange): Query {
  const readers = range.readers.map(({ wardId, treating, judges = false }) => ({
    ...{ ward_id: wardId, treating, judges },
  }));
  const parameters = { ...asKnown(range), readers: JSON.stringify(readers) };
  return { sql: `from judgement_of(${AS_KNOWN})`, parameters };
}

/** Staffing as it was reported. */
export function roster(range: WardHourRange): Query {
  return { sql: `from roster_of(${AS_KNOWN})`, parameters: asKnown(range) };
}

/**
 * Encounter-hours of wards whose treating unit the reader is of: flat for data frames, or as in the JSON answer,
 * with inputs and counts nested.
 * @param encounterId of one encounter; `null`: of all
 */
export function encounterHours(
  range: WardHourRange,
  encounterId: string | null,
  form: 'flat' | 'wire',
): Query {
  const relation = form === 'flat' ? 'encounter_hour_of' : 'encounter_hour_json_of';
  return {
    sql: `from ${relation}(${RANGE}, $encounter)`,
    parameters: { ...parametersOf(range), encounter: encounterId },
    isWire: form === 'wire',
    patient: form === 'wire' ? '"encounterId"' : 'encounter_id',
  };
}

/**
 * What the patients of an hour need in the shifts to come, if they stay and their care stays as it is.
 * @param range the hour; `knownAt` has no part in it
 */
export function patientsAhead(range: WardHourRange): Query {
  return {
    sql: `from patient_ahead_of(${RANGE})`,
    parameters: parametersOf(range),
    patient: 'encounter_id',
  };
}

/** How new the inputs of a ward are, by where they come from. */
export interface WardSources {
  readonly wardId: string;
  readonly sources: readonly {
    readonly source: SourceName;
    readonly newestAt: string | null;
    readonly coverage: number | null;
    /** Whether that is less than values are trusted with. */
    readonly isIncomplete: boolean;
  }[];
}

/** Rows of `WardSources`, as readers of no treating unit may see them. */
export function sources(): Query {
  return { sql: 'from source_of()', parameters: {} };
}

/** How old a source is on a ward or in the hospital, by stream time, and since when that is too old. */
export interface SourceAge {
  /** Whether it is as those see it who treat. */
  readonly treating: boolean;
  /** `null`: the hospital. */
  readonly wardId: string | null;
  readonly source: SourceName;
  readonly newestAt: string | null;
  readonly ageSeconds: number | null;
  /** The age from which it is silent. */
  readonly limitSeconds: number | null;
  /** When the last of it was, `null` while it is not silent; of staffing the first hour that lacks it. */
  readonly silentSince: string | null;
}

/** How old every source is. */
export function sourceAges(): Query {
  return { sql: 'from source_age_of()', parameters: {} };
}
