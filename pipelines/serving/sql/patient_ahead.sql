-- What each patient on a ward at the end of the hour [hour_start, hour_end) needs in the rest of that shift and the two after it,
-- if the patient stays and is cared for as in that hour: levels, isolation, surveillance and one-to-one care as they are, day
-- and night by the model. Nobody comes or goes, and escorts are not known ahead: it is no forecast.
-- Source: BALANCE.md, Hours ahead of a patient.
-- Missing-data rule: patients who have left have no row, and hours after a ward has closed none. NULL of a row that another model
-- scored, or an earlier program without what is needed here, until it is scored again.
-- `patient_hour`: encounter-hours that the reader may see. `local_hour`: of the hours from `hour_end` on, day or night.
-- Grain: encounter, shift; in order.
with shift as (
  -- the shift of the hour itself is the first
  select *, dense_rank() over (order by bucket) as place
  from calendar_of('shift', hour_start, hour_end + interval 3 days)
), ahead as (
  select
    encounter_id, ward_id, bed, model, shift_id, bucket, shift.hour, local_hour.is_day as by_day,
    if(by_day, per_day(3600000000, b_day(isolation), local_hour.day_hours),
      per_night(3600000000, b_night(isolation), night_ratio_milli::bigint)) as base_ahead,
    if(by_day, per_day(3600000000, a_day(a_level), local_hour.day_hours),
      per_night(3600000000, a_night(a_level), night_ratio_milli::bigint)) as general_ahead,
    if(by_day, per_day(3600000000, s_day(s_level), local_hour.day_hours),
      per_night(3600000000, s_night(s_level), night_ratio_milli::bigint)) as special_ahead,
    surveillance(3600000000, sets_per_day::integer, if(by_day, s_level, 1), local_hour.day_hours) as surveillance_ahead,
    coalesce(rounded(one_to_one * 3600000000, nullif(presence_us, 0)), 0) as one_to_one_ahead
  from patient_hour
  cross join shift
  join local_hour on local_hour.hour = shift.hour
  join ward using (ward_id)
  where present_at_end and shift.hour >= hour_end and place <= 3
    and (closed_from is null or shift.hour < closed_from)
), needed as (
  select
    encounter_id, ward_id, bed, model, shift_id, bucket, hour,
    -- a model knows only the weights of its own
    if(model = scoring_model,
      base_ahead + general_ahead + special_ahead + surveillance_ahead + one_to_one_ahead, null) as minutes
  from ahead cross join site
)
select
  encounter_id, ward_id, bed, shift_id,
  min(hour) as "from",
  max(hour) + interval 1 hour as "to",
  count(*) as hours,
  if(count(minutes) = count(*), units_of(sum(minutes)::bigint) / count(*), null) as minutes_per_hour,
  model
from needed
group by encounter_id, ward_id, bed, model, shift_id, bucket
order by ward_id, encounter_id, "from"
