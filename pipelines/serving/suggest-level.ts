import type { Site } from '../../schemas/site.ts';
import { loadModel } from '../scoring/weights.ts';
import { assertNewest, hasTable } from '../warehouse/migrate.ts';
import { readSql } from '../warehouse/sql-file.ts';
import { Warehouse } from '../warehouse/warehouse.ts';
import { SERVING_LAYOUT } from './layout.ts';
import { agreedLevels } from './level.ts';
import { createSite } from './macros.ts';
import type { Query, WardReader } from './queries.ts';

const sql = (name: string) => readSql(new URL(`sql/${name}.sql`, import.meta.url));

/** Fewest hours, and days that they are of, that a proposal is made from: those of the usual load. */
export const FEWEST = { hours: 40, days: 10 } as const;

/** What was usual on a ward in a shift; `null` where no hour counts. */
export interface UsualStaffing {
  readonly wardId: string;
  readonly shiftId: string;
  /** Registered nurses, median in halves. */
  readonly rn: number | null;
  /** Nursing assistants, median in halves. */
  readonly na: number | null;
  /** Median at the end of an hour. */
  readonly patients: number | null;
  readonly minutesPerPatientHour: number | null;
  /** Persons present in the hours with fewest and with most. */
  readonly nursesP10: number | null;
  readonly nursesP90: number | null;
  /** Need by the norm, in persons: median, and how far it is spread. */
  readonly normNeed: number | null;
  readonly normNeedP10: number | null;
  readonly normNeedP90: number | null;
  /** First and last local day that it is looked for on. */
  readonly from: string;
  readonly to: string;
  /** Hours it is the median of. */
  readonly hours: number;
  /** Days on which their shifts began. */
  readonly days: number;
}

/** A line of `agreed` in the site file. */
export interface SuggestedLine {
  readonly shift: string;
  readonly rn: number;
  readonly na: number;
  readonly at: { readonly patients: number; readonly minutesPerPatientHour: number };
}

/** What is proposed for a ward and shift. */
export interface Suggestion extends UsualStaffing {
  /** `null` where there is too little to propose from. */
  readonly line: SuggestedLine | null;
  /** What the line would make of the ward: persons per norm person, and the share of registered nurses. */
  readonly level: { readonly k: number; readonly rnShare: number } | null;
}

/** What was usual on the wards of readers, as they may see it: rows of `UsualStaffing`. */
export function usualStaffing(readers: readonly WardReader[]): Query {
  return {
    sql: `with missing_usual as (
      select reader->>'wardId' as ward_id, reader->>'treating' = 'true' as treating, local_of(hour)::date as day
      from (select unnest(from_json($readers::varchar, '["json"]')) as reader), clock
      where hour is not null
    ), complete_hour as (${sql('complete_hour')})
    from (${sql('suggested_level')})`,
    parameters: { readers: JSON.stringify(readers) },
    isWire: true,
  };
}

/**
 * Proposes what each ward of a site may agree on, from what is served in a file that no server has open. It
 * stays as it is. Contract: BALANCE.md, Norm and level.
 * @returns `null` where the file has no ward-hours
 * @throws WarehouseError if the file is in use
 * @throws IncompatibleStateError if an earlier program wrote it
 */
export async function suggestLevels(path: string, site: Site): Promise<Suggestion[] | null> {
  const warehouse = await Warehouse.open(path, { readOnly: true, threads: 1 });
  try {
    const connection = await warehouse.connect();
    if (!(await hasTable(connection, 'supply_hour'))) return null;
    await assertNewest(connection, SERVING_LAYOUT);
    await createSite(connection, site);
    const { sql, parameters } = usualStaffing(
      site.wards.map(({ wardId }) => ({ wardId, treating: true })),
    );
    return suggestionsOf(await connection.rows<UsualStaffing>(sql, parameters), site);
  } finally {
    await warehouse.close();
  }
}

/** Makes proposals of what was usual, with the level that each would give. */
export function suggestionsOf(rows: readonly UsualStaffing[], site: Site): Suggestion[] {
  const model = loadModel(site.model);
  const levelOf = (wardId: string, line: SuggestedLine) => {
    const wards = site.wards.flatMap((ward) =>
      ward.wardId === wardId ? { ...ward, agreed: [line] } : [],
    );
    const [level] = agreedLevels({ ...site, wards }, model);
    return { k: level!.k / 1e6, rnShare: level!.rnShare / 1e6 };
  };
  return rows.map((usual) => {
    const line = lineOf(usual);
    return { ...usual, line, level: line === null ? null : levelOf(usual.wardId, line) };
  });
}

function lineOf(usual: UsualStaffing): SuggestedLine | null {
  const { shiftId: shift, rn, na, patients, minutesPerPatientHour, hours, days } = usual;
  if (hours < FEWEST.hours || days < FEWEST.days) return null;
  // what a site file would refuse: nobody there, or nobody to care for
  if (rn! + na! === 0 || patients! < 0.1 || minutesPerPatientHour! < 0.1) return null;
  return {
    shift,
    rn: rn!,
    na: na!,
    at: { patients: patients!, minutesPerPatientHour: minutesPerPatientHour! },
  };
}
