-- Stream time of what is applied, and the hour that holds it. With several partitions that of the one
-- furthest behind: up to there nothing is missing.
-- Missing-data rule: NULL before every partition has one.
-- Grain: one row.
select
  case when count(*) = count(stream_time) then min(stream_time) end as stream_time,
  case when count(*) = count(stream_time) then date_trunc('hour', min(stream_time)) end as hour
from applied
