-- What is known of an encounter from an hour with an observation on, until the next: the latest value of
-- everything observed, with its time.
-- Missing-data rule: NULL where nothing was ever observed.
-- Grain: encounter, hour with an observation or an admission.
with news as (
  select * from observation_hour full join demographics_hour using (encounter_key, hour)
)
select
  encounter_key, hour,
  last_value(spo2_scale ignore nulls) over past as spo2_scale,
  last_value(respiratory_rate ignore nulls) over past as respiratory_rate,
  last_value(respiratory_rate_at ignore nulls) over past as respiratory_rate_at,
  last_value(spo2 ignore nulls) over past as spo2,
  last_value(spo2_at ignore nulls) over past as spo2_at,
  last_value(on_oxygen ignore nulls) over past as on_oxygen,
  last_value(on_oxygen_at ignore nulls) over past as on_oxygen_at,
  last_value(systolic_bp ignore nulls) over past as systolic_bp,
  last_value(systolic_bp_at ignore nulls) over past as systolic_bp_at,
  last_value(heart_rate ignore nulls) over past as heart_rate,
  last_value(heart_rate_at ignore nulls) over past as heart_rate_at,
  last_value(consciousness ignore nulls) over past as consciousness,
  last_value(consciousness_at ignore nulls) over past as consciousness_at,
  last_value(temperature ignore nulls) over past as temperature,
  last_value(temperature_at ignore nulls) over past as temperature_at,
  last_value(hygiene ignore nulls) over past as hygiene,
  last_value(hygiene_at ignore nulls) over past as hygiene_at,
  last_value(nutrition ignore nulls) over past as nutrition,
  last_value(nutrition_at ignore nulls) over past as nutrition_at,
  last_value(elimination ignore nulls) over past as elimination,
  last_value(elimination_at ignore nulls) over past as elimination_at,
  last_value(mobility ignore nulls) over past as mobility,
  last_value(mobility_at ignore nulls) over past as mobility_at,
  last_value(barthel ignore nulls) over past as barthel,
  last_value(barthel_at ignore nulls) over past as barthel_at,
  last_value(barthel_extended ignore nulls) over past as barthel_extended,
  last_value(barthel_extended_at ignore nulls) over past as barthel_extended_at,
  last_value(mmse ignore nulls) over past as mmse,
  last_value(mmse_at ignore nulls) over past as mmse_at,
  last_value(complete_set_at ignore nulls) over past as complete_set_at,
  last_value(half_hours_scale_1 ignore nulls) over past as half_hours_scale_1,
  last_value(half_hours_scale_2 ignore nulls) over past as half_hours_scale_2,
  last_value(age ignore nulls) over past as age,
  last_value(pregnant ignore nulls) over past as pregnant
from news
window past as (partition by encounter_key order by hour rows unbounded preceding)
