-- What was usual on a ward in a shift of weekdays, as a proposal of what its manager may agree on: median nurses of
-- each role, rounded to halves, the patients that they were there for, and how far nurses and need were spread.
-- Source: BALANCE.md, Norm and level. `complete_hour`, of the current day. `missing_usual`: the wards, and whether the reader
-- treats there: others get it of the hours that they may see.
-- Missing-data rule: only complete hours count that had patients and nurses, with each role of the
-- ward known; a role that is none of the ward's and not known counts as nobody. NULL without any.
-- Grain: ward, shift; in the order of the site file.
with worked as (
  select
    complete_hour.ward_id, shift_id, shift_day, complete_hour.nurses,
    if(missing_usual.treating, complete_hour.minutes, visible_minutes) as needed,
    seen_now.presence_us, seen_now.census,
    coalesce(staffed.rn, 0) as rn, coalesce(staffed.na, 0) as na
  from complete_hour
  join missing_usual using (ward_id)
  join seen_now on seen_now.treating = missing_usual.treating
    and seen_now.ward_id = complete_hour.ward_id and seen_now.hour = complete_hour.hour
  join staffed_hour_of(
    null, (select min(hour) from complete_hour), (select max(hour) + interval 1 hour from complete_hour)
  ) staffed on staffed.ward_id = complete_hour.ward_id and staffed.hour = complete_hour.hour
  where local_day >= day - 56 and local_day < day and shift_kind = 'weekday'
    and needed is not null and complete_hour.nurses > 0 and seen_now.presence_us > 0
), shift as (
  select unnest(shifts).id as shift_id, unnest(shifts).ordinal as place from site
)
select
  ward.ward_id as "wardId", shift.shift_id as "shiftId",
  round(median(rn) / 500000.0::double) / 2 as rn,
  round(median(na) / 500000.0::double) / 2 as na,
  median(census) as patients,
  round(sum(needed) * 3600.0::double / sum(presence_us), 3) as "minutesPerPatientHour",
  quantile_cont(nurses, 0.1) as "nursesP10", quantile_cont(nurses, 0.9) as "nursesP90",
  nurses_for(median(needed)) as "normNeed",
  nurses_for(quantile_cont(needed, 0.1)) as "normNeedP10", nurses_for(quantile_cont(needed, 0.9)) as "normNeedP90",
  strftime(any_value(missing_usual.day) - 56, '%Y-%m-%d') as "from",
  strftime(any_value(missing_usual.day) - 1, '%Y-%m-%d') as "to",
  count(shift_day) as hours,
  count(distinct shift_day) as days
from ward
join missing_usual using (ward_id)
cross join shift
left join worked on worked.ward_id = ward.ward_id and worked.shift_id = shift.shift_id
group by ward.ordinal, ward.ward_id, shift.place, shift.shift_id
order by ward.ordinal, shift.place
