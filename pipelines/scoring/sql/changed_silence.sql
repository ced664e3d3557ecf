-- Silences that the delivery at hand may have ended, moved or begun: an event came or went between two
-- that are further apart than a silence may be. Their hours are to be scored again from where they began.
-- Grain: encounter, event that came or went.
with early as (
  -- few: what comes is the latest of its encounter as a rule
  select encounter_id, occurred_at, last_at
  from changed_sign join sign_of_life using (encounter_id)
  where occurred_at < last_at
), suspect as (
  select encounter_id, early.occurred_at
  from early join lasting_event using (encounter_id)
  group by encounter_id, early.occurred_at, last_at
  having last_at > min(lasting_event.occurred_at) + longest_silence()
), around as (
  select
    encounter_id,
    max(event.occurred_at) filter (event.occurred_at < suspect.occurred_at) as before_at,
    min(event.occurred_at) filter (event.occurred_at > suspect.occurred_at) as after_at
  from suspect join event using (encounter_id)
  where delivery <> getvariable('delivery') and status <> 'entered-in-error'
  group by encounter_id, suspect.occurred_at
)
select encounter_id, before_at + to_days(silent_stay_days) as from_time
from around, site
where after_at > before_at + longest_silence()
