-- What need is usual on a ward at an hour of the local day, on the days of `missing_usual`: median, 10th and 90th
-- percentile of the minutes of the same hour by the local clock on days of the same kind in the eight weeks before.
-- Source: BALANCE.md, What is usual.
-- Missing-data rule: only complete hours after the ward's first week count (all if the site has its `dataFrom`). NULL with fewer than eight of them, which
-- is our assumption. `visible_*` are the same of the values that readers outside the treating unit see.
-- Grain: ward, local day, kind of day, hour of the local day.
with needed as (
  select
    ward_id, local_hour, kind, local_day,
    if(is_early, null, minutes / 1000000) as minutes,
    if(is_visibly_early, null, visible_minutes / 1000000) as visible_minutes
  from complete_hour
), usual as (
  select
    wanted.ward_id, day, wanted.kind, wanted.local_hour,
    quantile_cont(minutes, [0.5, 0.1, 0.9]) as of_minutes,
    count(minutes) as hours,
    quantile_cont(visible_minutes, [0.5, 0.1, 0.9]) as of_visible_minutes,
    count(visible_minutes) as visible_hours
  from (
    select ward_id, day, unnest(kinds) as kind, local_hour
    from missing_usual cross join (select unnest(range(24))::utinyint as local_hour)
  ) wanted
  left join needed on needed.ward_id = wanted.ward_id and needed.local_hour = wanted.local_hour
    and needed.kind = wanted.kind and local_day >= day - 56 and local_day < day
  group by all
)
select
  ward_id, day, kind, local_hour,
  if(hours >= 8, of_minutes[1], null) as minutes,
  if(hours >= 8, of_minutes[2], null) as p10,
  if(hours >= 8, of_minutes[3], null) as p90,
  hours,
  if(visible_hours >= 8, of_visible_minutes[1], null) as visible_minutes,
  if(visible_hours >= 8, of_visible_minutes[2], null) as visible_p10,
  if(visible_hours >= 8, of_visible_minutes[3], null) as visible_p90,
  visible_hours
from usual
