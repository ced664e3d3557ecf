-- What this run recomputes: the encounters touched, numbered (`who`), each from the hour of its first
-- change. A large run is done in slices, earliest first.
-- Grain: encounter. A full rebuild is the same run with every encounter in `touched`.
with earliest as (
  select
    encounter_id, partition,
    date_trunc('hour', min(from_time)) as from_hour
  from touched
  group by encounter_id, partition
  order by from_hour, encounter_id
  limit getvariable('slice')
)
select
  row_number() over ()::integer as who,
  encounter_id, partition, from_hour, stream.stream_time
from earliest join stream using (partition)
