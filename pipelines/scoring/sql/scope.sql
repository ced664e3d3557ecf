-- What this run recomputes: the encounters pending, numbered (`who`). A large run is done in slices,
-- earliest first.
-- Grain: encounter. A full rebuild is the same run with every encounter pending.
with slice as (
  from pending
  order by from_hour, encounter_id
  limit getvariable('slice')
)
select
  row_number() over ()::integer as who,
  encounter_id, partition, from_hour, stream.stream_time
from slice join stream using (partition)
