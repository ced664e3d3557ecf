-- What stays as it is through the hour of stream time, `hour`, for each ward and kind of reader, until staffing comes
-- or what is usual is learned: its level in the shift that is on, who is there, and what is usual for the hour and the
-- shift.
-- Missing-data rule: NULL where it is not known.
-- Grain: treating, ward.
with running as (
  select any_value(running_shift) as running_shift, any_value(shift_day) as shift_day from shift_hour
)
select
  treating, ward.*,
  level.k, level.rn_share, level.basis, level.valid_from,
  running_shift,
  supply.rn, supply.na, supply.nurses, supply.lacks_rn, supply.lacks_na, supply.is_rn_known,
  if(treating, usual_need.minutes, usual_need.visible_minutes) as usual_minutes,
  if(treating, usual_need.p10, usual_need.visible_p10) as usual_p10,
  if(treating, usual_need.p90, usual_need.visible_p90) as usual_p90,
  if(treating, usual_need.hours, usual_need.visible_hours) as usual_hours,
  if(treating, usual_load.load, visible_load) as usual_load,
  if(treating, usual_load.p90, usual_load.visible_p90) as usual_load_p90,
  if(treating, usual_load.hours, usual_load.visible_hours) as usual_load_hours,
  if(treating, usual_load.days, visible_days) as usual_load_days,
  coalesce(supply.is_staffed, false) as is_staffed_now
from ward
cross join (select unnest([true, false]) as treating)
cross join running
asof left join (from level where known_until is null) level
  on level.ward_id = ward.ward_id and level.shift_id = running_shift and shift_day >= level.valid_from
left join staffed_hour_of(null, getvariable('hour'), getvariable('hour') + interval 1 hour) supply
  on supply.ward_id = ward.ward_id
left join usual_need_of_day usual_need
  on usual_need.ward_id = ward.ward_id and usual_need.day = local_of(getvariable('hour'))::date
  and usual_need.local_hour = extract(hour from local_of(getvariable('hour')))
left join usual_load
  on usual_load.ward_id = ward.ward_id and usual_load.day = shift_day and usual_load.shift_id = running_shift
