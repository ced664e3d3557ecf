import { createHash } from 'node:crypto';
import type { Site } from '../../schemas/site.ts';
import type { Connection } from '../warehouse/warehouse.ts';
import { STAFFING_RULES } from './macros.ts';
import { rederiveStaffing, STAFFING_SQL } from './staffing.ts';

/**
 * Compares the rules and settings that stored values were derived with, beside encounter-hours, with those
 * of now, and derives again those that depend on a changed one: supply from the versions of staffing that
 * count, and what wards are used to, which is of local days and of nurses.
 */
export async function rederiveServed(writer: Connection, site: Site): Promise<void> {
  const { timeZone, switches } = site;
  await writer.transaction(async () => {
    await whereAnother(writer, 'staffing', digest([STAFFING_RULES, STAFFING_SQL]), () =>
      rederiveStaffing(writer),
    );
    const settings = JSON.stringify({ timeZone, productiveShare: switches.productiveShare });
    await whereAnother(writer, 'usual load', settings, () => writer.run('delete from usual_load'));
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
