-- Required nursing minutes of one encounter on one ward in one hour, with components and bounds.
-- Source: PPBV §§10–12 by the hour, NEWS2 surveillance, patient flow (models vi-1 and vi-2).
--   day    f·[(B + S + A)/D + max(0, V − S_surplus/D)]       + churn + one-to-one + escort
--   night  f·[60/R·(1 − q + q·(B + S + A)/164) + V]          + churn + one-to-one + escort
-- Special care already holds some observation, so by day surveillance is what the schedule asks
-- beyond the S level's surplus. Minutes are integers of a millionth: each component is rounded once
-- (half up), sums are exact. Ratios are divided last.
-- Missing-data rule: hours before the feeds of a ward were complete (`data_from`) have no row, since only part of its
-- patients is known.
-- Grain: encounter, ward, hour; only where the encounter was present or came or went.
with attended as (
  select
    encounter_key, ward_id, hour,
    coalesce(presence_hour.presence_us, 0) as presence_us,
    coalesce(presence_hour.present_at_end, false) as present_at_end,
    coalesce(presence_hour.isolation, false) as isolation,
    coalesce(presence_hour.one_to_one_us, 0) as one_to_one_us,
    coalesce(churn.churn, 0) as churn,
    coalesce(churn.arrivals, 0) as arrivals,
    coalesce(churn.departures, 0) as departures,
    recorded_hour.* exclude (encounter_key, hour)
  from presence_hour full join churn using (encounter_key, ward_id, hour)
  left join recorded_hour using (encounter_key, hour)
), levelled as (
  select
    attended.*,
    bed_assignment.bed,
    local_hour.is_day, local_hour.day_hours, ward.night_ratio_milli,
    a_level.* exclude (encounter_key, hour),
    s_level_input.* exclude (encounter_key, hour, run_hour, codes_8h, codes_12h),
    s_level.s_level, s_level.s_level_raw, s_criteria.s_criteria,
    coalesce(escort.escort, 0) as escort,
    coalesce(escort.minutes_unknown, false) as escort_unknown,
    palliative or news2_reason is not null as unwatched
  -- of the hours that are only looked back on none is in `attended`
  from a_level
  join s_level_input using (encounter_key, hour)
  join s_level using (encounter_key, hour)
  join s_criteria on s_criteria.met = s_level.met
  join attended using (encounter_key, hour)
  join local_hour using (hour)
  join ward using (ward_id)
  left join escort using (encounter_key, ward_id, hour)
  -- what happens at the end of the hour is of the next
  left join bed_assignment
    on bed_assignment.encounter_key = attended.encounter_key
    and bed_assignment.ward_id = attended.ward_id
    and bed_assignment.start_at < attended.hour + interval 1 hour
    and bed_assignment.end_at >= attended.hour + interval 1 hour
  where data_from is null or attended.hour >= data_from
), weighed as (
  select
    levelled.* exclude (churn, escort),
    if(is_day, per_day(presence_us, b_day(isolation), day_hours), per_night(presence_us, b_night(isolation), night_ratio_milli)) as base,
    if(is_day, per_day(presence_us, a_day(a_level), day_hours), per_night(presence_us, a_night(a_level), night_ratio_milli)) as general_care,
    if(is_day, per_day(presence_us, a_day(a_level_low), day_hours), per_night(presence_us, a_night(a_level_low), night_ratio_milli)) as general_care_low,
    if(is_day, per_day(presence_us, a_day(a_level_high), day_hours), per_night(presence_us, a_night(a_level_high), night_ratio_milli)) as general_care_high,
    if(is_day, per_day(presence_us, s_day(s_level), day_hours), per_night(presence_us, s_night(s_level), night_ratio_milli)) as special_care,
    surveillance(presence_us, if(unwatched, 0, sets_per_day), if(is_day, s_level, 1), day_hours)
      as surveillance,
    surveillance(presence_us, if(unwatched, 0, sets_per_day_high), if(is_day, s_level, 1), day_hours)
      as surveillance_high,
    churn,
    one_to_one(one_to_one_us) as one_to_one,
    escort
  from levelled
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
  rescore_slice.encounter_id, ward_id, bed, hour, provisional,
  presence_us, arrivals, departures, present_at_end,
  base, general_care, special_care, surveillance, churn, one_to_one, escort,
  minutes, minutes_low, minutes_high,
  care_index(minutes, presence_us, day_hours) as index,
  fresh_vitals + fresh_functions as fresh_inputs,
  news2, news2_low, news2_high, news2_reason,
  a_level, a_level_low, a_level_high, s_level, s_level_raw,
  respiratory_rate, respiratory_rate_at, spo2, spo2_at, spo2_scale, on_oxygen, on_oxygen_at,
  systolic_bp, systolic_bp_at, heart_rate, heart_rate_at, consciousness, consciousness_at,
  temperature, temperature_at,
  hygiene, hygiene_at, nutrition, nutrition_at, elimination, elimination_at, mobility, mobility_at,
  barthel, barthel_extended, mmse,
  isolation, palliative, central_line,
  sets_of_two_8h, sets_of_three_12h, observations_8h, observations_12h,
  suction_24h, tracheal_suction_24h, insertion_24h, infusion_ml_16h, infusion_unknown_16h,
  short_infusion_16h, short_infusion_24h, transfusion_24h, cytotoxic_24h, inhalation_24h,
  intensive_drug_24h, dressing_simple_24h, dressing_complex_24h,
  escort_unknown,
  if(palliative, null, vitals_overdue) as vitals_overdue,
  (select id from model) as model,
  rescore_slice.partition, stream.next_offset as "offset", rescore_slice.stream_time as computed_at,
  is_day, s_criteria, if(unwatched, 0, sets_per_day) as sets_per_day, night_ratio_milli, day_hours,
  care_at, moves_recorded_at, vitals_recorded_at, function_recorded_at, care_recorded_at
from summed
join rescore_slice using (encounter_key)
join stream on stream.partition = rescore_slice.partition
