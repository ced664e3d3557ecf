-- Required nursing minutes of one encounter on one ward in one hour, with components and bounds.
-- Source: PPBV §§10–12 by the hour, NEWS2 surveillance, patient flow (model vi-1).
--   day    f·[(B + S + A)/16 + max(0, V − S_surplus/16)] + churn + one-to-one + escort
--   night  f·[60/R + V] + churn + one-to-one + escort
-- Special care already holds some observation, so by day surveillance is what the schedule asks
-- beyond the S level's surplus. Minutes are integers of a millionth: each component is rounded once
-- (half up), sums are exact. Ratios are divided last.
-- Grain: encounter, ward, hour; only where the encounter was present or came or went.
with place as (
  select
    encounter_id, ward_id, hour,
    coalesce(presence_hour.presence_us, 0) as presence_us,
    coalesce(presence_hour.present_at_end, false) as present_at_end,
    coalesce(presence_hour.isolation, false) as isolation,
    coalesce(presence_hour.one_to_one_us, 0) as one_to_one_us,
    coalesce(churn.churn, 0) as churn,
    coalesce(churn.arrivals, 0) as arrivals,
    coalesce(churn.departures, 0) as departures
  from presence_hour full join churn using (encounter_id, ward_id, hour)
), levelled as (
  select
    place.* , grid.evaluated_at, grid.provisional, local_hour.is_day, ward.night_ratio_milli,
    news2.* exclude (encounter_id, hour),
    a_level.* exclude (encounter_id, hour, fresh_functions, dependent, dependent_high),
    s_level.* exclude (encounter_id, hour, central_line, codes_8h, codes_12h),
    fresh_vitals + fresh_functions as fresh_inputs,
    coalesce(escort.escort, 0) as escort,
    coalesce(escort.minutes_unknown, false) as escort_unknown,
    s_level.central_line,
    coalesce(need_at.palliative, false) as palliative,
    coalesce(need_at.palliative, false) or news2_reason is not null as unwatched
  from place
  join grid using (encounter_id, hour)
  join local_hour using (hour)
  join ward using (ward_id)
  join news2 using (encounter_id, hour)
  join a_level using (encounter_id, hour)
  join s_level using (encounter_id, hour)
  left join need_at using (encounter_id, hour)
  left join escort using (encounter_id, ward_id, hour)
  where grid.is_written
), weighed as (
  select
    levelled.* exclude (churn, escort),
    if(is_day,
      per_day(presence_us, if(isolation, base_isolation, base)),
      rounded(presence_us::hugeint * night_hour * 1000, 3600000000::hugeint * night_ratio_milli))
      as base,
    if(is_day, per_day(presence_us, a_weight(a_level)), 0) as general_care,
    if(is_day, per_day(presence_us, a_weight(a_level_low)), 0) as general_care_low,
    if(is_day, per_day(presence_us, a_weight(a_level_high)), 0) as general_care_high,
    if(is_day, per_day(presence_us, s_weight(s_level)), 0) as special_care,
    surveillance(presence_us, if(unwatched, 0, sets_per_day), if(is_day, s_weight(s_level) - s1, 0))
      as surveillance,
    surveillance(
      presence_us, if(unwatched, 0, sets_per_day_high), if(is_day, s_weight(s_level) - s1, 0)
    ) as surveillance_high,
    levelled.churn,
    rounded(one_to_one_us::hugeint * one_to_one, 3600000000) as one_to_one,
    levelled.escort,
    minutes_at_index_100
  from levelled, model
), summed as (
  select
    *,
    base + special_care + churn + one_to_one + escort as fixed,
    fixed + general_care + surveillance as minutes,
    fixed + general_care_low + surveillance as minutes_low,
    fixed + general_care_high + surveillance_high as minutes_high
  from weighed
)
select
  encounter_id, ward_id, hour, provisional, evaluated_at,
  presence_us, arrivals, departures, present_at_end,
  base, general_care, special_care, surveillance, churn, one_to_one, escort,
  minutes, minutes_low, minutes_high,
  case when presence_us > 0 then
    (minutes::hugeint * 360000000000)::double / (presence_us::hugeint * minutes_at_index_100)::double
  end as index,
  fresh_inputs,
  fresh_inputs / 11.0::double as coverage,
  news2::integer as news2, news2_low::integer as news2_low, news2_high::integer as news2_high,
  news2_reason,
  a_level, a_level_low, a_level_high, s_level, s_level_raw,
  respiratory_rate, respiratory_rate_at, respiratory_rate_freshness,
  spo2, spo2_at, spo2_freshness, spo2_scale::integer as spo2_scale,
  on_oxygen, on_oxygen_at, on_oxygen_freshness,
  systolic_bp, systolic_bp_at, systolic_bp_freshness,
  heart_rate, heart_rate_at, heart_rate_freshness,
  consciousness, consciousness_at, consciousness_freshness,
  temperature, temperature_at, temperature_freshness,
  hygiene, hygiene_at, hygiene_freshness,
  nutrition, nutrition_at, nutrition_freshness,
  elimination, elimination_at, elimination_freshness,
  mobility, mobility_at, mobility_freshness,
  barthel, barthel_extended, mmse,
  isolation, palliative, central_line,
  sets_of_two_8h::integer as sets_of_two_8h, sets_of_three_12h::integer as sets_of_three_12h,
  observations_8h::integer as observations_8h, observations_12h::integer as observations_12h,
  suction_24h::integer as suction_24h, tracheal_suction_24h::integer as tracheal_suction_24h,
  insertion_24h::integer as insertion_24h, infusion_ml_16h::double as infusion_ml_16h,
  short_infusion_16h::integer as short_infusion_16h,
  short_infusion_24h::integer as short_infusion_24h,
  transfusion_24h::integer as transfusion_24h, cytotoxic_24h::integer as cytotoxic_24h,
  inhalation_24h::integer as inhalation_24h, intensive_drug_24h::integer as intensive_drug_24h,
  dressing_simple_24h::integer as dressing_simple_24h,
  dressing_complex_24h::integer as dressing_complex_24h,
  array_to_string(list_filter([
    if(consciousness_freshness = 'assumed', 'consciousness', null),
    if(escort_unknown, 'escort', null),
    if(elimination_freshness = 'missing', 'function.elimination', null),
    if(hygiene_freshness = 'missing', 'function.hygiene', null),
    if(mobility_freshness = 'missing', 'function.mobility', null),
    if(nutrition_freshness = 'missing', 'function.nutrition', null),
    if(infusion_unknown_16h > 0, 'infusion-volume', null),
    if(on_oxygen_freshness = 'assumed', 'supplemental-oxygen', null)
  ], lambda name: name is not null), ',') as imputed,
  if(palliative, null, vitals_overdue) as vitals_overdue
from summed
