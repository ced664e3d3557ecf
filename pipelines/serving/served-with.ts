import { createHash } from 'node:crypto';
import type { Site } from '../../schemas/site.ts';
import { loadModel } from '../scoring/weights.ts';
import type { Connection } from '../warehouse/warehouse.ts';
import { STAFFING_RULES } from './macros.ts';
import { rederiveStaffing, STAFFING_SQL } from './staffing.ts';
import { forgetUsualWhere, USUAL_SQL } from './usual.ts';
import { wardRoles } from './ward-role.ts';

/**
 * Compares the rules and settings that stored values were derived with, beside encounter-hours, with those
 * of now, and derives again those that depend on a changed one: supply from the versions of staffing that
 * count, and what is usual on wards, which is of local days, shifts and red days, and of nurses.
 */
export async function rederiveServed(writer: Connection, site: Site): Promise<void> {
  const { timeZone, shifts, redDays, switches, wards } = site;
  await writer.transaction(async () => {
    await whereAnother(writer, 'staffing', digest([STAFFING_RULES, STAFFING_SQL]), () =>
      rederiveStaffing(writer),
    );
    // the first week of the others does not count
    const complete = wards.filter((ward) => ward.dataFrom !== undefined).map((ward) => ward.wardId);
    const settings = {
      ...{ timeZone, shifts, redDays, complete: complete.toSorted() },
      productiveShare: switches.productiveShare,
      roles: wardRoles(site),
    };
    const rules = digest([settings, loadModel(site.model).weights.coverageFloor, USUAL_SQL]);
    await whereAnother(writer, 'usual', rules, () => forgetUsualWhere(writer, 'true'));
  });
}

async function whereAnother(
  writer: Connection,
  name: string,
  value: string,
  derive: () => Promise<void>,
): Promise<void> {
  const [noted] = await writer.rows<{ value: string }>(
    'select value from served_with where name = $name',
    { name },
  );
  if (noted?.value === value) return;
  await derive();
  await writer.run(
    `insert into served_with values ($name, $value)
      on conflict do update set value = excluded.value`,
    { name, value },
  );
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
