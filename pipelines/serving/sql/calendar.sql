-- The hours of [since, until) and the bucket of each: the local hour, shift, day, ISO week or month that
-- holds the hour's start in site time. A shift is of the day on which it begins. `running_shift`: the shift of the hour,
-- whatever the grain.
-- Grain: hour.
with local_hour as (
  select
    hour, local_of(hour) as local_time,
    shift_at(site.shifts, local_time) as shift,
    shift_day_at(site.shifts, local_time) as shift_day
  from (
    select unnest(generate_series(since, until - interval 1 microsecond, interval 1 hour)) as hour
  ), site
)
select
  hour,
  local_text(hour) as local_from,
  local_time::date as local_day,
  case when grain = 'shift' then shift.id end as shift_id,
  shift.id as running_shift,
  shift_day,
  case grain
    when 'hour' then {'at': hour, 'shift': 0}
    when 'shift' then {'at': shift_day::timestamp, 'shift': shift.ordinal}
    else {'at': date_trunc(if(grain in ('hour', 'shift'), 'day', grain), local_time), 'shift': 0}
  end as bucket
from local_hour
