-- Need against staffing as the API returns it: doubles, those of minutes and nurse-hours with at most six decimals; times in UTC and by the site's clock.
-- Missing-data rule: only the treating unit sees the components of an hour; see `component` for other readers.
-- Grain: ward, bucket; in order.
select
  bucket.ward_id, from_at as "from", to_at as "to", local_from, shift_id,
  hours, known_hours, staffed_hours, balanced_hours, hidden_hours, reason, provisional,
  presence_us / 3600000000.0::double as patient_hours,
  census_total / nullif(known_hours, 0)::double as census,
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
  norm_need, norm_need_low, norm_need_high, norm_load,
  required, required_low, required_high,
  case when k is not null and rn_share is not null then {
    'k': k / 1000000, 'basis': basis, 'rn_share': rn_share / 1000000, 'valid_from': day_text(valid_from)
  } end as level,
  case when usual_hours > 0 then {
    'hours': usual_hours, 'minutes': units_of(usual_minutes),
    'minutes_p10': units_of(usual_p10), 'minutes_p90': units_of(usual_p90),
    'levelled_hours': usual_levelled_hours, 'required': required_for(usual_scaled),
    'required_p10': required_for(usual_scaled_p10), 'required_p90': required_for(usual_scaled_p90),
    'staffed_hours': usual_staffed_hours,
    'gap': usual_nurses / 1000000.0::double - required_for(usual_staffed_scaled)
  } end as usual_need,
  case when usual_load is not null then {
    'load': usual_load, 'p90': usual_load_p90, 'hours': usual_load_hours, 'days': usual_load_days
  } end as usual_load,
  nurses_by_role(rn, na) as supply, nurses_by_role(rn_planned, na_planned) as planned,
  units_of(present) as present, {'rn': hours_without_rn, 'na': hours_without_na} as hours_without,
  case when minimum_hours > 0 then {
    'minimum': units_of(minimum_rn), 'fewest': units_of(fewest_rn), 'missing': missing_rn, 'hours': minimum_hours
  } end as rn_minimum,
  load, gap, gap / nullif(balanced_hours, 0) as gap_per_hour, chppd,
  case when is_judged then {
    'rn_required': rn_required, 'rn_shortfall': rn_shortfall,
    'shortfall': shortfall, 'rn_below_minimum': rn_below_minimum
  } end as flags,
  coverage, imputed_patient_hours, newest_input_at, model, computed_at
from bucket_of(readers, since, until, known, grain) bucket
left join component_of(readers, since, until, known, grain) component
  on component.ward_id = bucket.ward_id and component.bucket = bucket.bucket
order by from_at, bucket.ward_id
