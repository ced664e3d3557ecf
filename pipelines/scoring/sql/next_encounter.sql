-- The encounters next in turn, numbered (`encounter_key`): what changed lately goes before what changed long ago, so
-- that news and the current hour do not wait for a load of history. `silent_at`: when an open stay ends by
-- itself, so long after the latest event of the encounter.
-- Grain: encounter.
with next as (
  from rescore_queue
  order by from_hour desc, encounter_id
  limit getvariable('slice_encounters')
)
select
  row_number() over (order by from_hour desc, encounter_id)::integer as encounter_key,
  encounter_id, partition, from_hour, stream.stream_time,
  last_at + to_days(silent_stay_days) as silent_at
from next join stream using (partition) left join sign_of_life using (encounter_id), site
