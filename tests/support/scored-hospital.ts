import { decode } from '../../pipelines/events/decode.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import { ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { type SimulationOptions, simulate } from '../../pipelines/sources/simulator/simulate.ts';
import { type Site, site as siteSchema } from '../../schemas/site.ts';
import type { WireEvent } from '../../schemas/ward-event.ts';

type StaffingEvent = Extract<WireEvent, { type: 'staffing' }>;

/** What a ward needed in an hour. */
export interface NeedHour {
  readonly wardId: string;
  /** Start, seconds since 1970. */
  readonly at: number;
  readonly minutes: number;
  readonly patientHours: number;
  /** Mean over patients of the share of inputs that are fresh. */
  readonly coverage: number;
}

export interface ScoredHospital {
  readonly site: Site;
  readonly hours: readonly NeedHour[];
  /** The last version of each. */
  readonly staffing: readonly StaffingEvent[];
}

const CHUNK = 100_000;

/** Simulates a hospital and scores it, in memory. */
export async function scoredHospital(options: SimulationOptions): Promise<ScoredHospital> {
  const site = siteSchema.parse(simulatedSite(options));
  const rules = eventRules(site);
  const store = await ScoringStore.open(':memory:', site, loadModel(site.model));
  const staffing = new Map<string, StaffingEvent>();
  let raw: { offset: number; bytes: Buffer }[] = [];
  let nextOffset = 0;
  const keep = async () => {
    const { events, rejected } = decode(raw, rules);
    await store.store([toArrow(events)], rejected, {
      topic: 'simulated',
      partition: 0,
      nextOffset,
    });
    raw = [];
  };
  for (const arrival of simulate(options)) {
    if ('event' in arrival && arrival.event.type === 'staffing') keepLast(staffing, arrival.event);
    const text = 'raw' in arrival ? arrival.raw : JSON.stringify(arrival.event);
    raw.push({ offset: nextOffset++, bytes: Buffer.from(text) });
    if (raw.length === CHUNK) await keep();
  }
  await keep();
  await store.rescore();
  const hours = await store.connection.rows<NeedHour>(HOURS);
  await store.close();
  return {
    site,
    hours,
    staffing: [...staffing.values()].filter(({ status }) => status !== 'entered-in-error'),
  };
}

/**
 * Minutes by the formula of `vi-2` (q = 0.5, day hours 07–20 of the default shifts) from the levels of the rows:
 * independent of how the scorer adds them up, and of the model that it does so by.
 */
const HOURS = `
with levelled as (
  select
    ward_id, hour, presence_us, fresh_inputs, churn, one_to_one, escort,
    presence_us / 3.6e9 as f,
    extract(hour from timezone('Europe/Stockholm', timezone('UTC', hour))) between 7 and 20 as by_day,
    if(isolation, 123, 33) as b, 59 as s1, [0, 17, 53, 92][s_level] as surplus,
    [0, 55, 144, 276][a_level] as a,
    night_ratio_milli / 1000 as r,
    greatest(0, coalesce(sets_per_day, 0)::integer - 5) / 24 * 5.02 as v
  from encounter_hour
)
select
  ward_id as "wardId",
  epoch(hour)::double as at,
  sum(f * if(
    by_day,
    (b + s1 + a) / 14 + greatest(surplus / 14, v),
    60 / r * (0.5 + 0.5 * (b + s1 + surplus + a) / 164) + v
  ) + (churn + one_to_one + escort) / 1e6)::double as minutes,
  sum(f)::double as "patientHours",
  coalesce(sum(f * fresh_inputs) / nullif(11 * sum(f), 0), 0)::double as coverage
from levelled group by ward_id, hour order by ward_id, hour`;

function keepLast(staffing: Map<string, StaffingEvent>, event: StaffingEvent): void {
  const before = staffing.get(event.id);
  if (before === undefined || before.recordedAt < event.recordedAt) staffing.set(event.id, event);
}
