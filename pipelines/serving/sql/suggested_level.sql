-- What was usual on a ward in a shift of weekdays, as a proposal of what its manager may agree on: median nurses of
-- each role, rounded to halves, and the patients that they were there for.
-- Source: BALANCE.md, Norm and level. `complete_hour`, of the current day.
-- Missing-data rule: only complete hours count that had patients and nurses; a role that is not known then counts
-- as nobody. NULL without any.
-- Grain: ward, shift; in the order of the site file.
with worked as (
  select
    complete_hour.ward_id, shift_id, shift_day,
    complete_hour.minutes, ward_hour.presence_us, ward_hour.census,
    coalesce(supply_hour.rn, 0) as rn, coalesce(supply_hour.na, 0) as na
  from complete_hour
  join missing_usual using (ward_id)
  join ward_hour on ward_hour.ward_id = complete_hour.ward_id and ward_hour.hour = complete_hour.hour
  join supply_hour on supply_hour.ward_id = complete_hour.ward_id and supply_hour.hour = complete_hour.hour
  where local_day >= day - 56 and local_day < day and shift_kind = 'weekday'
    and complete_hour.minutes is not null and nurses > 0 and ward_hour.presence_us > 0
), shift as (
  select unnest(shifts).id as shift_id, unnest(shifts).ordinal as place from site
)
select
  ward.ward_id as "wardId", shift.shift_id as "shiftId",
  round(median(rn) / 500000.0::double) / 2 as rn,
  round(median(na) / 500000.0::double) / 2 as na,
  median(census) as patients,
  round(sum(worked.minutes) * 3600.0::double / sum(presence_us), 3) as "minutesPerPatientHour",
  count(shift_day) as hours,
  count(distinct shift_day) as days
from ward cross join shift
left join worked on worked.ward_id = ward.ward_id and worked.shift_id = shift.shift_id
group by ward.ordinal, ward.ward_id, shift.place, shift.shift_id
order by ward.ordinal, shift.place
