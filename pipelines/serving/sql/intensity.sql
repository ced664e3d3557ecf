-- Need against staffing as the API returns it: doubles, those of minutes and nurse-hours with at most six decimals; times in UTC and by the site's clock.
-- Missing-data rule: only the treating unit sees the components of an hour; see `component` for other readers.
-- Grain: ward, bucket; in order.
select
  bucket.ward_id, from_at as "from", to_at as "to", local_from, shift_id,
  hours, known_hours, balanced_hours, hidden_hours, reason, provisional,
  presence_us / 3600000000.0::double as patient_hours,
  present / nullif(known_hours, 0)::double as census,
  arrivals, departures,
  units_of(minutes) as minutes, units_of(minutes_low) as minutes_low,
  units_of(minutes_high) as minutes_high,
  minutes / 1000000.0::double / nullif(known_hours, 0) as minutes_per_hour,
  case
    when minutes is null then null
    when treating then components_of(bucket.base, bucket.general_care, bucket.special_care,
      bucket.surveillance, bucket.churn, bucket.one_to_one, bucket.escort)
    when component.ward_id is not null then components_of(component.base, component.general_care,
      component.special_care, component.surveillance, component.churn, component.one_to_one,
      component.escort)
  end as components,
  required, required_low, required_high,
  nurses_by_role(rn, na) as supply, nurses_by_role(rn_planned, na_planned) as planned,
  load, gap, gap / nullif(balanced_hours, 0) as gap_per_hour, chppd,
  case when is_judged then {
    'rn_share': rn_share, 'rn_required': rn_required, 'rn_shortfall': rn_shortfall,
    'shortfall': shortfall, 'fewer_than_two_rn': fewer_than_two_rn
  } end as flags,
  case when usual_load is not null then {
    'low': 0.85 * usual_load, 'optimum': usual_load, 'high': 1.15 * usual_load,
    'basis': 'own-median'
  } end as band,
  coverage, imputed_patient_hours, newest_input_at, model, computed_at
from bucket_of(readers, since, until, known, grain) bucket
left join component_of(readers, since, until, known, grain) component
  on component.ward_id = bucket.ward_id and component.bucket = bucket.bucket
order by from_at, bucket.ward_id
