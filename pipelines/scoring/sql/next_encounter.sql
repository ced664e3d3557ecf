-- The encounters next in turn (`turn`), as many as a slice may have (`slice_limit`), by their numbers (`encounter_key`; one without events has none, and is
-- given one that no fact has): what changed lately goes before what changed long ago, so
-- that news and the current hour do not wait for a load of history. `silent_at`: when an open stay ends by
-- itself, so long after the latest event of the encounter.
-- Grain: encounter.
with next as (
  select rescore_queue.*, encounter_key
  from rescore_queue left join known_encounter using (encounter_id)
  order by from_hour desc, encounter_key
  limit (select encounters from slice_limit)
), numbered as (
  select *, row_number() over (order by from_hour desc, encounter_key, encounter_id)::integer as turn from next
)
select
  turn,
  coalesce(encounter_key, -turn) as encounter_key,
  encounter_id, partition, from_hour, stream.stream_time,
  last_at + to_days(silent_stay_days) as silent_at
from numbered join stream using (partition) left join sign_of_life using (encounter_id), site
