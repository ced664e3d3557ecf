-- Need against staffing for spreadsheets and data frames, times in UTC and by the site's clock.
-- Grain: ward, bucket; in order.
select
  ward_id, local_text(from_at) as local_from, from_at, to_at, shift_id,
  hours, known_hours, balanced_hours, hidden_hours, reason, provisional,
  presence_us / 3600000000.0::double as patient_hours,
  present / nullif(known_hours, 0)::double as census,
  arrivals, departures,
  minutes_of(minutes) as minutes, minutes_of(minutes_low) as minutes_low,
  minutes_of(minutes_high) as minutes_high,
  minutes / 1000000.0::double / nullif(known_hours, 0) as minutes_per_hour,
  minutes_of(base) as base, minutes_of(general_care) as general_care,
  minutes_of(special_care) as special_care, minutes_of(surveillance) as surveillance,
  minutes_of(churn) as churn, minutes_of(one_to_one) as one_to_one, minutes_of(escort) as escort,
  required, required_low, required_high,
  minutes_of(rn) as rn, minutes_of(na) as na,
  minutes_of(rn_planned) as rn_planned, minutes_of(na_planned) as na_planned,
  load, gap, gap / nullif(balanced_hours, 0) as gap_per_hour, chppd,
  if(is_judged, rn_share, null) as rn_share,
  if(is_judged, rn_required, null) as rn_required,
  if(is_judged, rn_shortfall, null) as rn_shortfall,
  if(is_judged, shortfall, null) as shortfall,
  if(is_judged, fewer_than_two_rn, null) as fewer_than_two_rn,
  0.85 * usual_load as band_low, usual_load as band_optimum, 1.15 * usual_load as band_high,
  coverage, imputed_patient_hours, model, computed_at
from bucket_of(readers, since, until, known, grain)
order by from_at, ward_id
