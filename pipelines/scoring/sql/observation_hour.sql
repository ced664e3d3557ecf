-- The latest value of each code within an hour, with its time, the last complete set, and when the vital sign and
-- the function level of the hour that was recorded last was. Nothing at
-- or after stream time is here, so an hour's row is what was known at its evaluation. What lies before
-- the hours looked at is one row.
-- Grain: encounter, hour with an observation.
with lookback as (
  select encounter_key, first_hour - to_hours(1 + raise_rows()) as first_hour from rescore_slice
), scored as (
  select
    encounter_key, kind, occurred_at, value, recorded_at,
    greatest(date_trunc('hour', occurred_at), first_hour) as hour
  from (
    select encounter_key, kind, occurred_at, value, recorded_at from slice_fact where is_observation(kind)
    union all
    select encounter_key, kind('spo2-scale'), occurred_at, value, null from scale_known
  ) observed join lookback using (encounter_key)
  where value is not null
), latest as (
  select
    encounter_key,
    hour,
    arg_max(case when kind = kind('respiratory-rate') then value end, occurred_at) as respiratory_rate,
    max(case when kind = kind('respiratory-rate') then occurred_at end) as respiratory_rate_at,
    arg_max(case when kind = kind('spo2') then value end, occurred_at) as spo2,
    max(case when kind = kind('spo2') then occurred_at end) as spo2_at,
    arg_max(case when kind = kind('supplemental-oxygen') then value end, occurred_at) as on_oxygen,
    max(case when kind = kind('supplemental-oxygen') then occurred_at end) as on_oxygen_at,
    arg_max(case when kind = kind('systolic-bp') then value end, occurred_at) as systolic_bp,
    max(case when kind = kind('systolic-bp') then occurred_at end) as systolic_bp_at,
    arg_max(case when kind = kind('heart-rate') then value end, occurred_at) as heart_rate,
    max(case when kind = kind('heart-rate') then occurred_at end) as heart_rate_at,
    arg_max(case when kind = kind('consciousness') then value end, occurred_at) as consciousness,
    max(case when kind = kind('consciousness') then occurred_at end) as consciousness_at,
    arg_max(case when kind = kind('temperature') then value end, occurred_at) as temperature,
    max(case when kind = kind('temperature') then occurred_at end) as temperature_at,
    arg_max(case when kind = kind('spo2-scale') then value end, occurred_at) as spo2_scale,
    arg_max(case when kind = kind('function.hygiene') then value end, occurred_at) as hygiene,
    max(case when kind = kind('function.hygiene') then occurred_at end) as hygiene_at,
    arg_max(case when kind = kind('function.nutrition') then value end, occurred_at) as nutrition,
    max(case when kind = kind('function.nutrition') then occurred_at end) as nutrition_at,
    arg_max(case when kind = kind('function.elimination') then value end, occurred_at) as elimination,
    max(case when kind = kind('function.elimination') then occurred_at end) as elimination_at,
    arg_max(case when kind = kind('function.mobility') then value end, occurred_at) as mobility,
    max(case when kind = kind('function.mobility') then occurred_at end) as mobility_at,
    arg_max(case when kind = kind('barthel') then value end, occurred_at) as barthel,
    max(case when kind = kind('barthel') then occurred_at end) as barthel_at,
    arg_max(case when kind = kind('barthel-extended') then value end, occurred_at) as barthel_extended,
    max(case when kind = kind('barthel-extended') then occurred_at end) as barthel_extended_at,
    arg_max(case when kind = kind('mmse') then value end, occurred_at) as mmse,
    max(case when kind = kind('mmse') then occurred_at end) as mmse_at,
    max(case when is_vital_sign(kind) then recorded_at end) as vitals_recorded_at,
    max(case when is_function_level(kind) then recorded_at end) as function_recorded_at
  from scored
  group by all
), complete as (
  select
    encounter_key,
    greatest(date_trunc('hour', minute), first_hour) as hour,
    max(minute) as complete_set_at,
    arg_max(half_hours_scale_1, minute) as half_hours_scale_1,
    arg_max(half_hours_scale_2, minute) as half_hours_scale_2
  from complete_set join lookback using (encounter_key)
  group by all
)
select latest.*, complete.* exclude (encounter_key, hour)
from latest left join complete using (encounter_key, hour)
