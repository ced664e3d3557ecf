import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createSite } from '../../../pipelines/serving/macros.ts';
import { ServingStore } from '../../../pipelines/serving/store.ts';
import { learnUsual } from '../../../pipelines/serving/usual.ts';
import type { Site } from '../../../schemas/site.ts';

/**
 * A serving file with hours of history for every ward of a site, as scoring would have left them: values
 * vary by ward, hour and weekday, and some hours had another value before. What is measured is how
 * they are read.
 */
export async function makeHistory(data: string, site: Site, until: Date, days: number) {
  mkdirSync(data, { recursive: true });
  const store = await ServingStore.open(join(data, 'serving.duckdb'), site);
  const writer = await store.warehouse.connect();
  await createSite(writer, site);
  const range = { until: until.getTime() * 1000, hours: days * 24 };
  await writer.run(
    `create temp table published as
      select ward_id, beds, hour,
        hash(ward_id, hour) % 1000 / 1000.0 as chance,
        extract(hour from local_of(hour)) between 6 and 21 as is_day
      from ward cross join (
        select unnest(generate_series(
          make_timestamp($until::bigint) - to_hours($hours::integer), make_timestamp($until::bigint) - interval 1 hour,
          interval 1 hour
        )) as hour
      )`,
    range,
  );
  await writer.run(`
    insert into ward_hour by name
      select
        ward_id, hour, false as provisional,
        greatest(6, (beds * (0.75 + chance / 4))::bigint) as patients, patients as census,
        patients * 3600000000 as presence_us, 0 as arrivals, 1 as departures,
        (patients * if(is_day, 2062500, 6000000))::bigint as base,
        if(is_day, (patients * (3 + chance) * 1000000)::bigint, 0) as general_care,
        if(is_day, patients * 3687500, 0) as special_care,
        (patients * chance * 900000)::bigint as surveillance,
        15000000::bigint as churn, 0::bigint as one_to_one, 0::bigint as escort,
        base + general_care + special_care + surveillance + churn as minutes,
        minutes - patients * 200000 as minutes_low, minutes + patients * 900000 as minutes_high,
        (presence_us * (8 + 3 * chance))::bigint as covered_us,
        (patients * chance / 3)::bigint as imputed_patients,
        hour + interval 50 minutes as newest_input_at,
        'vi-1' as model, hour + interval 1 hour as computed_at, hour + interval 1 hour as known_at
      from published order by hour, ward_id`);
  await writer.run(`
    insert into supply_hour by name
      select
        ward_id, hour,
        (if(is_day, 4, 2) + (chance * 3)::integer) * 1000000 as rn,
        (if(is_day, 3, 1) + (chance * 2)::integer) * 1000000 as na,
        if(is_day, 5, 3) * 1000000 as rn_planned, if(is_day, 4, 2) * 1000000 as na_planned,
        true as is_rn_known, true as is_na_known
      from published order by hour, ward_id`);
  await writer.run(
    'insert into applied values (0, 0, make_timestamp($until::bigint)) on conflict do update set stream_time = excluded.stream_time',
    { until: range.until },
  );
  await learnUsual(writer);
  const [counts] = await writer.rows<{ wardHours: number; days: number }>(
    'select (select count(*) from ward_hour) as "wardHours", (select count(*) from usual_load) as days',
  );
  writer.close();
  await store.close();
  return counts!;
}
