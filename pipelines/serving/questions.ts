import { MICROS_PER_HOUR, type Micros } from '../../schemas/instant.ts';
import type { Parameters } from '../warehouse/warehouse.ts';

/** What hours are put together to: `hour` leaves them as they are. */
export const GRAINS = ['hour', 'shift', 'day', 'week', 'month'] as const;
export type Grain = (typeof GRAINS)[number];

/** A ward that is read, and whether the reader is of the unit that treats its patients. */
export interface WardReader {
  readonly wardId: string;
  readonly treating: boolean;
}

/** What a question is about: wards, and hours of [from, to). */
export interface Asked {
  readonly readers: readonly WardReader[];
  readonly from: Micros;
  readonly to: Micros;
  /** The stream time of what was known; `null` or none: what is known now. */
  readonly knownAt?: Micros | null;
}

/** A question of a long range as questions of parts of it, in order: each is answered in little memory. */
export function partsOf(asked: Asked, hours: number): Asked[] {
  const parts: Asked[] = [];
  for (let from = asked.from; from < asked.to; ) {
    const to = Math.min(from + hours * MICROS_PER_HOUR, asked.to);
    parts.push({ ...asked, from, to });
    from = to;
  }
  return parts;
}

/** A query and what it is bound to. */
export interface Query {
  readonly sql: string;
  readonly parameters: Parameters;
  /** Its rows are as they are told in JSON: no names or times to write anew. */
  readonly isWire?: boolean;
  /** The column that names the patient of a row, where rows are of patients. */
  readonly patient?: string;
}

const RANGE = '$readers, make_timestamp($from::bigint), make_timestamp($to::bigint)';
const AS_KNOWN = `${RANGE}, make_timestamp($known::bigint)`;

function range({ readers, from, to }: Asked): Parameters {
  const wards = readers.map(({ wardId, treating }) => ({ ward_id: wardId, treating }));
  return { readers: JSON.stringify(wards), from, to };
}

const asKnown = (asked: Asked) => ({ ...range(asked), known: asked.knownAt ?? null });

/** Need against staffing, by ward and bucket. */
export function intensity(asked: Asked, grain: Grain): Query {
  return { sql: `from intensity_of(${AS_KNOWN}, '${grain}')`, parameters: asKnown(asked) };
}

/** Need, staffing and gap by weekday and hour of the day, of the wards together. */
export function heatmap(asked: Asked): Query {
  return { sql: `from heatmap_of(${AS_KNOWN})`, parameters: asKnown(asked) };
}

/** Wards side by side, by the spread of their buckets. */
export function comparison(asked: Asked, grain: Grain): Query {
  return { sql: `from comparison_of(${AS_KNOWN}, '${grain}')`, parameters: asKnown(asked) };
}

/** Ward-hours whose value as known then is not the final one. */
export function changes(asked: Asked): Query {
  return { sql: `from change_of(${AS_KNOWN})`, parameters: asKnown(asked) };
}

export function judgements(asked: Asked): Query {
  return { sql: `from judgement_of(${AS_KNOWN})`, parameters: asKnown(asked) };
}

/** Staffing as it was reported. */
export function roster(asked: Asked): Query {
  return { sql: `from roster_of(${AS_KNOWN})`, parameters: asKnown(asked) };
}

/**
 * Encounter-hours of wards whose treating unit the reader is of: flat for data frames, or as they are told,
 * with inputs and counts nested.
 * @param encounterId of one encounter; `null`: of all
 */
export function encounterHours(
  asked: Asked,
  encounterId: string | null,
  form: 'flat' | 'told',
): Query {
  const relation = form === 'flat' ? 'encounter_hour_of' : 'encounter_hour_json_of';
  return {
    sql: `from ${relation}(${RANGE}, $encounter)`,
    parameters: { ...range(asked), encounter: encounterId },
    isWire: form === 'told',
    patient: form === 'told' ? '"encounterId"' : 'encounter_id',
  };
}

/** How new the inputs of a ward are, by where they come from. */
export interface WardSources {
  readonly wardId: string;
  readonly sources: readonly {
    readonly source: 'moves' | 'vitals' | 'function' | 'staffing';
    readonly newestAt: string | null;
    readonly coverage: number | null;
  }[];
}

/** Rows of `WardSources`, as whoever is of no treating unit may see them. */
export function sources(): Query {
  return { sql: 'from source_of()', parameters: {} };
}
