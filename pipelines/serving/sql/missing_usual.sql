-- The local days for which it is not known what is usual on a ward, of those from its first to the current one: as
-- many as are learned at a time. `kinds`: the kinds of day it is learned for; of the current day that of
-- the days to come, too.
-- Missing-data rule: none while stream time is not known.
-- Grain: ward, local day.
with spanned as (
  select
    ward_id, today,
    unnest(generate_series(local_of(min(ward_hour.hour))::date, today, interval 1 day))::date as day
  from ward_hour, (select local_of(hour)::date as today from clock)
  group by ward_id, today
)
select
  ward_id, day, day_kind(day) as kind,
  if(day = today, ['weekday', 'weekend'], [day_kind(day)]) as kinds
from spanned
anti join usual_load using (ward_id, day)
order by ward_id, day
limit 5000
