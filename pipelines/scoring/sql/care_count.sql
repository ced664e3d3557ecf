-- What was done and given before each evaluation (windows of PPBV Annex 2). Only hours with any.
-- An hour's end is its instant, so windows are whole hours: what happened in an hour counts in that hour and the
-- fifteen or twenty-three after it. The current hour's windows end at stream time: what lies in [E − w, E) counts, item by
-- item.
-- Grain: encounter, hour.
with wanted as (
  select
    encounter_key, first_hour - to_hours(raise_rows()) as first_hour,
    date_trunc('hour', stream_time) as current_hour
  from rescore_slice
), reach as (
  select
    care_hour.* exclude (hour, care_at, care_recorded_at),
    care_hour.hour as done_hour,
    unnest(generate_series(
      greatest(care_hour.hour, first_hour),
      least(care_hour.hour + interval 23 hours, current_hour - interval 1 hour),
      interval 1 hour
    )) as hour
  from care_hour join wanted using (encounter_key)
), counted as (
  select *, done_hour > hour - interval 16 hours as within_16h from reach
  union all by name
  select
    care_item.* exclude (recorded_at), hour,
    occurred_at >= evaluated_at - interval 16 hours as within_16h
  from (from evaluation_hour where provisional) evaluation_hour join care_item using (encounter_key)
  where occurred_at >= evaluated_at - interval 24 hours
)
select
  encounter_key, hour,
  sum(suction)::integer as suction_24h,
  sum(tracheal_suction)::integer as tracheal_suction_24h,
  sum(insertion)::integer as insertion_24h,
  sum(inhalation)::integer as inhalation_24h,
  sum(dressing_simple)::integer as dressing_simple_24h,
  sum(dressing_complex)::integer as dressing_complex_24h,
  coalesce(sum(infusion_ml) filter (within_16h), 0)::decimal(18, 6) as infusion_ml_16h,
  coalesce(sum(infusion_unknown) filter (within_16h), 0)::integer as infusion_unknown_16h,
  coalesce(sum(short_infusion) filter (within_16h), 0)::integer as short_infusion_16h,
  sum(short_infusion)::integer as short_infusion_24h,
  sum(transfusion)::integer as transfusion_24h,
  sum(cytotoxic)::integer as cytotoxic_24h,
  sum(intensive_drug)::integer as intensive_drug_24h
from counted
group by encounter_key, hour
