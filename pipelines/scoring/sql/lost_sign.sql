-- Encounters that may have lost their latest event to a version that the delivery at hand brought.
-- Grain: encounter.
select distinct ranked_version.encounter_id, sign_of_life.last_at as was_at
from ranked_version
join sign_of_life using (encounter_id)
anti join event
  on event.delivery = getvariable('delivery')
  and event.encounter_id = ranked_version.encounter_id
  and event.status <> 'entered-in-error'
  and event.occurred_at >= sign_of_life.last_at
where ranked_version.winner_delivery = getvariable('delivery')
  and ranked_version.ordinal > 1 and ranked_version.delivery < getvariable('delivery')
  and ranked_version.event_row is not null and ranked_version.status <> 'entered-in-error'
  and ranked_version.occurred_at >= sign_of_life.last_at
