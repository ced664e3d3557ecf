-- When the news of an hour was recorded, by source: of all that happened in it, what was recorded last. Beside it when
-- the latest task or medication was (`care_at`).
-- Missing-data rule: NULL where nothing of the source happened in the hour; nothing is carried forward.
-- Grain: encounter, hour with any.
with moved as (
  select encounter_key, date_trunc('hour', occurred_at) as hour, max(recorded_at) as moves_recorded_at
  from persistent_event
  where is_move
  group by all
)
select
  encounter_key, hour, moves_recorded_at, vitals_recorded_at, function_recorded_at, care_at, care_recorded_at
from moved
full join observation_hour using (encounter_key, hour)
full join care_hour using (encounter_key, hour)
