-- Ward-hours for data frames: minutes exact to the millionth, presence in patient-hours.
-- Grain: ward, hour; in order.
select
  ward_id, hour, provisional,
  presence_us / 3600000000.0::double as patient_hours,
  patients, census, arrivals, departures,
  minutes_of(base) as base, minutes_of(general_care) as general_care,
  minutes_of(special_care) as special_care, minutes_of(surveillance) as surveillance,
  minutes_of(churn) as churn, minutes_of(one_to_one) as one_to_one, minutes_of(escort) as escort,
  minutes_of(minutes) as minutes, minutes_of(minutes_low) as minutes_low,
  minutes_of(minutes_high) as minutes_high,
  coverage_of(covered_us, presence_us) as coverage, imputed_patients, newest_input_at,
  model, computed_at
from ward_hour
order by hour, ward_id
