-- Day or night by the site's clock at the hour's start: day hours are those from `day_from` on, for `day_minutes`.
-- `day_hours`: how many hours a usual day has that are day hours, over which the norms of a day are spread. Hours
-- that begin beside the full hour, in zones such as India's, may be one more or less.
-- A local day has 23 or 25 hours at the turn of summer time.
-- Grain: hour.
with local as (
  select hour, timezone(site.time_zone, timezone('UTC', hour)) as local_time
  from (select distinct hour from evaluation_hour where is_written) evaluation_hour, site
), placed as (
  select
    hour,
    -- minutes since the day began
    (extract(hour from local_time) * 60 + extract(minute from local_time) - day_from + 1440) % 1440 as since
  from local, site
)
select
  hour,
  since < day_minutes as is_day,
  ((day_minutes - since % 60 + 59) // 60)::utinyint as day_hours
from placed, site
