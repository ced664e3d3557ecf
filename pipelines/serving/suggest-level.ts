import type { Site } from '../../schemas/site.ts';
import { hasTable } from '../warehouse/migrate.ts';
import { readSql } from '../warehouse/sql-file.ts';
import { Warehouse } from '../warehouse/warehouse.ts';
import { createSite } from './macros.ts';

const COMPLETE_HOUR = readSql(new URL('sql/complete_hour.sql', import.meta.url));
const SUGGESTED_LEVEL = readSql(new URL('sql/suggested_level.sql', import.meta.url));

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
}

/**
 * Proposes what each ward of a site may agree on, from what is served in a file that no server has open. It
 * stays as it is. Contract: BALANCE.md, Norm and level.
 * @returns `null` where the file has no ward-hours
 * @throws WarehouseError if the file is in use
 */
export async function suggestLevels(path: string, site: Site): Promise<Suggestion[] | null> {
  const warehouse = await Warehouse.open(path, { readOnly: true, threads: 1 });
  try {
    const connection = await warehouse.connect();
    if (!(await hasTable(connection, 'supply_hour'))) return null;
    await createSite(connection, site);
    await connection.run(
      `create temp table missing_usual as
        select ward_id, local_of(hour)::date as day from ward, clock where hour is not null`,
    );
    await connection.run(`create temp table complete_hour as ${COMPLETE_HOUR}`);
    const rows = await connection.rows<UsualStaffing>(SUGGESTED_LEVEL);
    return rows.map((usual) => ({ ...usual, line: lineOf(usual) }));
  } finally {
    await warehouse.close();
  }
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
