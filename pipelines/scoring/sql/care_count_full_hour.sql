-- The counts of the hours before each hour's end (windows of PPBV Annex 2). An hour's end is its
-- instant, so windows are whole hours: what happened in an hour counts in that hour and the seven,
-- eleven, fifteen or twenty-three after it. The current hour's counts are `care_count_current_hour`.
-- Grain: encounter, hour (as `evaluation_hour`).
with wanted as (
  select encounter_key, first_hour - to_hours(raise_rows()) as first_hour from rescore_slice
), set_hour as (
  select
    encounter_key,
    date_trunc('hour', minute) as seen_hour,
    (count(*) filter (bit_count(codes) >= 2))::integer as sets_of_two,
    (count(*) filter (bit_count(codes) >= 3))::integer as sets_of_three,
    sum(observations)::integer as observations,
    bit_or(codes) as codes
  from observation_minute
  where codes <> 0
  group by all
), set_reach as (
  select
    set_hour.*,
    unnest(generate_series(
      greatest(seen_hour, first_hour), seen_hour + interval 11 hours, interval 1 hour
    )) as hour
  from set_hour join wanted using (encounter_key)
), set_count as (
  select
    encounter_key, hour,
    sum(sets_of_two) filter (seen_hour > hour - interval 8 hours) as sets_of_two_8h,
    sum(sets_of_three) as sets_of_three_12h,
    sum(observations) filter (seen_hour > hour - interval 8 hours) as observations_8h,
    sum(observations) as observations_12h,
    bit_or(codes) filter (seen_hour > hour - interval 8 hours) as codes_8h,
    bit_or(codes) as codes_12h
  from set_reach
  group by all
), care_reach as (
  select
    care_hour.* exclude (hour, care_at),
    care_hour.hour as done_hour,
    unnest(generate_series(
      greatest(care_hour.hour, first_hour), care_hour.hour + interval 23 hours, interval 1 hour
    )) as hour
  from care_hour join wanted using (encounter_key)
), care_count as (
  select
    encounter_key, hour,
    sum(suction) as suction_24h,
    sum(tracheal_suction) as tracheal_suction_24h,
    sum(insertion) as insertion_24h,
    sum(inhalation) as inhalation_24h,
    sum(dressing_simple) as dressing_simple_24h,
    sum(dressing_complex) as dressing_complex_24h,
    sum(infusion_ml) filter (done_hour > hour - interval 16 hours) as infusion_ml_16h,
    sum(infusion_unknown) filter (done_hour > hour - interval 16 hours) as infusion_unknown_16h,
    sum(short_infusion) filter (done_hour > hour - interval 16 hours) as short_infusion_16h,
    sum(short_infusion) as short_infusion_24h,
    sum(transfusion) as transfusion_24h,
    sum(cytotoxic) as cytotoxic_24h,
    sum(intensive_drug) as intensive_drug_24h
  from care_reach
  group by all
)
select
  evaluation_hour.encounter_key, evaluation_hour.hour, evaluation_hour.provisional, evaluation_hour.run_hour,
  set_count.* exclude (encounter_key, hour),
  care_count.* exclude (encounter_key, hour)
from evaluation_hour
left join set_count using (encounter_key, hour)
left join care_count using (encounter_key, hour)
