import { join } from 'node:path';
import { Warehouse } from '../../pipelines/warehouse/warehouse.ts';

/** Rows of a query on a DuckDB file that nobody has open. */
export async function rowsOfFile<T>(path: string, query: string): Promise<T[]> {
  const warehouse = await Warehouse.open(path);
  try {
    return await (await warehouse.connect()).rows<T>(query);
  } finally {
    await warehouse.close();
  }
}

/** Rows of a query on one of a state's files. */
export function rowsOf<T>(folder: string, name: string, query: string): Promise<T[]> {
  return rowsOfFile(join(folder, `${name}.duckdb`), query);
}

/** What a state's files derive from its log, without positions and without when it was known or stored. */
export async function derivedOf(folder: string) {
  const serving = (query: string) => rowsOf(folder, 'serving', query);
  const scorer = (query: string) => rowsOf(folder, 'scorer', query);
  return {
    hours: await serving(
      'select * exclude ("offset", revision, computed_at) from encounter_hour order by encounter_id, hour, ward_id',
    ),
    scored: await scorer(
      'select * exclude ("offset", revision, computed_at) from encounter_hour order by encounter_id, hour, ward_id',
    ),
    wardHours: await serving(
      'select * exclude (known_at, computed_at) from ward_hour order by ward_id, hour',
    ),
    staffing: await serving('select * exclude (known_at) from staffing order by source, id'),
    supply: await serving('from supply_hour order by ward_id, hour'),
    usual: await serving('from usual_load order by ward_id, day, shift_id'),
    usualNeed: await serving('from usual_need order by ward_id, day, kind, local_hour'),
    events: await scorer('select * exclude (delivery) from event order by source, id'),
    unplaced: await scorer('from unplaced_event order by source, id'),
    signs: await scorer('from sign_of_life order by encounter_id'),
    encounters: await scorer('select * exclude (scored_time) from encounter order by encounter_id'),
  };
}
