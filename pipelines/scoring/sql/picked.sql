-- The encounters next in turn, numbered (`who`): what changed lately goes before what changed long ago, so
-- that news and the current hour do not wait for a load of history.
-- Grain: encounter.
with next as (
  from pending
  order by from_hour desc, encounter_id
  limit getvariable('slice_encounters')
)
select
  row_number() over (order by from_hour desc, encounter_id)::integer as who,
  encounter_id, partition, from_hour, stream.stream_time
from next join stream using (partition)
