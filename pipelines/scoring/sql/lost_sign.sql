-- Encounters that may have lost their latest event to a version that the delivery at hand brought.
-- Grain: encounter.
select distinct rival.encounter_id, sign_of_life.last_at as was_at
from rival
join sign_of_life using (encounter_id)
anti join event
  on event.delivery = getvariable('delivery')
  and event.encounter_id = rival.encounter_id
  and event.status <> 'entered-in-error'
  and event.occurred_at >= sign_of_life.last_at
where rival.winner_delivery = getvariable('delivery')
  and rival.place > 1 and rival.delivery < getvariable('delivery')
  and rival.event_row is not null and rival.status <> 'entered-in-error'
  and rival.occurred_at >= sign_of_life.last_at
