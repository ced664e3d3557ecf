-- What the S level is judged by at each evaluation: the counts of the hours before it and the needs that are active.
-- Missing-data rule: nothing charted counts as nothing done.
-- Grain: encounter, hour (as `evaluation_hour`).
select
  evaluation_hour.encounter_key, evaluation_hour.hour, evaluation_hour.run_hour,
  coalesce(sets_of_two_8h, 0) as sets_of_two_8h,
  coalesce(sets_of_three_12h, 0) as sets_of_three_12h,
  coalesce(observations_8h, 0) as observations_8h,
  coalesce(observations_12h, 0) as observations_12h,
  coalesce(codes_8h, 0) as codes_8h,
  coalesce(codes_12h, 0) as codes_12h,
  coalesce(suction_24h, 0) as suction_24h,
  coalesce(tracheal_suction_24h, 0) as tracheal_suction_24h,
  coalesce(insertion_24h, 0) as insertion_24h,
  coalesce(inhalation_24h, 0) as inhalation_24h,
  coalesce(dressing_simple_24h, 0) as dressing_simple_24h,
  coalesce(dressing_complex_24h, 0) as dressing_complex_24h,
  coalesce(infusion_ml_16h, 0)::decimal(18, 6) as infusion_ml_16h,
  coalesce(infusion_unknown_16h, 0) as infusion_unknown_16h,
  coalesce(short_infusion_16h, 0) as short_infusion_16h,
  coalesce(short_infusion_24h, 0) as short_infusion_24h,
  coalesce(transfusion_24h, 0) as transfusion_24h,
  coalesce(cytotoxic_24h, 0) as cytotoxic_24h,
  coalesce(intensive_drug_24h, 0) as intensive_drug_24h,
  coalesce(central_line, false) as central_line,
  coalesce(palliative, false) as palliative
from evaluation_hour
left join observation_count using (encounter_key, hour)
left join care_count using (encounter_key, hour)
left join active_care_need using (encounter_key, hour)
