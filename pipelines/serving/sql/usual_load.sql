-- What load is usual on a ward in a shift, on the days of `missing_usual`: norm need over persons present, median
-- and 90th percentile of the hours of the same shift on days of the same kind in the eight weeks before.
-- Source: BALANCE.md, What is usual.
-- Missing-data rule: only complete hours with nurses count. NULL with fewer than forty of them, or of fewer than
-- ten days. `visible_*` are the same of the values that readers outside the treating unit see.
-- Grain: ward, local day, shift: the shift that begins on the day.
with worked as (
  select
    ward_id, shift_id, shift_kind as kind, local_day, shift_day,
    nurses_for(minutes) / nurses as load,
    nurses_for(visible_minutes) / nurses as visible_load
  from complete_hour where nurses > 0
), usual as (
  select
    missing_usual.ward_id, day, wanted.shift_id,
    quantile_cont(load, [0.5, 0.9]) as of_load,
    count(load) as hours,
    count(distinct shift_day) filter (load is not null) as days,
    quantile_cont(visible_load, [0.5, 0.9]) as of_visible_load,
    count(visible_load) as visible_hours,
    count(distinct shift_day) filter (visible_load is not null) as visible_days
  from missing_usual
  cross join (select distinct unnest(shifts).id as shift_id from site) wanted
  left join worked on worked.ward_id = missing_usual.ward_id and worked.shift_id = wanted.shift_id
    and worked.kind = missing_usual.kind and local_day >= day - 56 and local_day < day
  group by all
)
select
  ward_id, day, shift_id,
  if(hours >= 40 and days >= 10, of_load[1], null) as load,
  if(hours >= 40 and days >= 10, of_load[2], null) as p90,
  hours, days,
  if(visible_hours >= 40 and visible_days >= 10, of_visible_load[1], null) as visible_load,
  if(visible_hours >= 40 and visible_days >= 10, of_visible_load[2], null) as visible_p90,
  visible_hours, visible_days
from usual
