import type { Micros } from '../../schemas/instant.ts';
import type { Parameters } from '../warehouse/warehouse.ts';

/** What hours are put together to: `hour` leaves them as they are. */
export const GRAINS = ['hour', 'shift', 'day', 'week', 'month'] as const;
export type Grain = (typeof GRAINS)[number];

/** A ward that is read, and whether the reader is of the unit that treats its patients. */
export interface WardReader {
  readonly wardId: string;
  readonly treating: boolean;
}

/** What a question is about: wards, hours of [from, to), and the stream time of what was known (`null`: final). */
export interface Asked {
  readonly readers: readonly WardReader[];
  readonly from: Micros;
  readonly to: Micros;
  readonly knownAt: Micros | null;
}

/** A query and what it is bound to. */
export interface Query {
  readonly sql: string;
  readonly parameters: Parameters;
}

const ARGUMENTS = `$readers, make_timestamp($from::bigint), make_timestamp($to::bigint),
  make_timestamp($known::bigint)`;

function parametersOf({ readers, from, to, knownAt }: Asked): Parameters {
  const wards = readers.map(({ wardId, treating }) => ({ ward_id: wardId, treating }));
  return { readers: JSON.stringify(wards), from, to, known: knownAt };
}

/** Need against staffing by ward and bucket: `flat` for data frames, or as on the wire. */
export function buckets(asked: Asked, grain: Grain, form: 'flat' | 'json' = 'json'): Query {
  return {
    sql: `from bucket_${form}(${ARGUMENTS}, '${grain}')`,
    parameters: parametersOf(asked),
  };
}

/** Need, staffing and gap by weekday and hour of the day, of the wards together. */
export function heatmap(asked: Asked): Query {
  return { sql: `from heatmap_of(${ARGUMENTS})`, parameters: parametersOf(asked) };
}

/** Wards side by side, by the spread of their buckets. */
export function comparison(asked: Asked, grain: Grain): Query {
  return { sql: `from comparison_of(${ARGUMENTS}, '${grain}')`, parameters: parametersOf(asked) };
}

/** Ward-hours whose value as known then is not the final one. */
export function changes(asked: Asked): Query {
  return { sql: `from change_of(${ARGUMENTS})`, parameters: parametersOf(asked) };
}
