-- Day or night by the site's clock: day hours start at local 06..21, night hours at local 22..05.
-- A local day has 23 or 25 hours at the turn of summer time.
-- Grain: hour.
select
  hour,
  extract(hour from timezone(site.time_zone, timezone('UTC', hour))) between 6 and 21 as is_day
from (select distinct hour from evaluation_hour where is_written) evaluation_hour, site
