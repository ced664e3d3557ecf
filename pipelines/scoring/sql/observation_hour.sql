-- The latest value of each parameter within an hour, with its time. Observations at or after stream
-- time are not here, so an hour's row is what was known at its evaluation.
-- Grain: encounter, hour.
select
  observation_minute.encounter_id,
  date_trunc('hour', minute) as hour,
  arg_max(respiratory_rate, minute) as respiratory_rate,
  max(respiratory_rate_at) as respiratory_rate_at,
  arg_max(spo2, minute) as spo2,
  max(spo2_at) as spo2_at,
  arg_max(on_oxygen, minute) as on_oxygen,
  max(on_oxygen_at) as on_oxygen_at,
  arg_max(systolic_bp, minute) as systolic_bp,
  max(systolic_bp_at) as systolic_bp_at,
  arg_max(heart_rate, minute) as heart_rate,
  max(heart_rate_at) as heart_rate_at,
  arg_max(consciousness, minute) as consciousness,
  max(consciousness_at) as consciousness_at,
  arg_max(temperature, minute) as temperature,
  max(temperature_at) as temperature_at,
  arg_max(spo2_scale, minute) as spo2_scale,
  arg_max(hygiene, minute) as hygiene,
  max(hygiene_at) as hygiene_at,
  arg_max(nutrition, minute) as nutrition,
  max(nutrition_at) as nutrition_at,
  arg_max(elimination, minute) as elimination,
  max(elimination_at) as elimination_at,
  arg_max(mobility, minute) as mobility,
  max(mobility_at) as mobility_at,
  arg_max(barthel, minute) as barthel,
  max(barthel_at) as barthel_at,
  arg_max(barthel_extended, minute) as barthel_extended,
  max(barthel_extended_at) as barthel_extended_at,
  arg_max(mmse, minute) as mmse,
  max(mmse_at) as mmse_at,
  max(complete_set.minute) as complete_set_at,
  arg_max(complete_set.half_hours_scale_1, complete_set.minute) as half_hours_scale_1,
  arg_max(complete_set.half_hours_scale_2, complete_set.minute) as half_hours_scale_2
from observation_minute
left join complete_set using (encounter_id, minute)
group by all
