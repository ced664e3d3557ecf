-- The counts behind the S level in the current hour, whose windows end at stream time and not at an
-- hour's end: what lies in [E − w, E), item by item. A set is dated by its minute.
-- Grain: encounter (its current hour).
with point as (
  select encounter_key, hour, evaluated_at from evaluation_hour where provisional
), observed as (
  select
    encounter_key,
    count(*) filter (minute >= evaluated_at - interval 8 hours and bit_count(codes) >= 2)
      ::integer as sets_of_two_8h,
    count(*) filter (minute >= evaluated_at - interval 12 hours and bit_count(codes) >= 3)
      ::integer as sets_of_three_12h,
    sum(observations) filter (minute >= evaluated_at - interval 8 hours) as observations_8h,
    bit_or(codes) filter (minute >= evaluated_at - interval 8 hours) as codes_8h,
    sum(observations) filter (minute >= evaluated_at - interval 12 hours) as observations_12h,
    bit_or(codes) filter (minute >= evaluated_at - interval 12 hours) as codes_12h
  from point join observation_minute using (encounter_key)
  where minute >= evaluated_at - interval 12 hours
  group by encounter_key
), done as (
  select
    encounter_key,
    sum(suction) as suction_24h,
    sum(tracheal_suction) as tracheal_suction_24h,
    sum(insertion) as insertion_24h,
    sum(inhalation) as inhalation_24h,
    sum(dressing_simple) as dressing_simple_24h,
    sum(dressing_complex) as dressing_complex_24h,
    sum(infusion_ml) filter (occurred_at >= evaluated_at - interval 16 hours) as infusion_ml_16h,
    sum(infusion_unknown) filter (occurred_at >= evaluated_at - interval 16 hours)
      as infusion_unknown_16h,
    sum(short_infusion) filter (occurred_at >= evaluated_at - interval 16 hours)
      as short_infusion_16h,
    sum(short_infusion) as short_infusion_24h,
    sum(transfusion) as transfusion_24h,
    sum(cytotoxic) as cytotoxic_24h,
    sum(intensive_drug) as intensive_drug_24h
  from point join care_item using (encounter_key)
  where occurred_at >= evaluated_at - interval 24 hours
  group by encounter_key
)
select point.encounter_key, point.hour, observed.* exclude (encounter_key), done.* exclude (encounter_key)
from point left join observed using (encounter_key) left join done using (encounter_key)
