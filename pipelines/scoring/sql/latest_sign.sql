-- Encounters whose latest event is another with the delivery at hand; `was_at` is NULL where it is their first.
-- Grain: encounter.
with arrived as (
  select encounter_id, max(occurred_at) as last_at
  from event
  where delivery = getvariable('delivery')
    and encounter_id is not null and status <> 'entered-in-error'
  group by encounter_id
)
select arrived.encounter_id, sign_of_life.last_at as was_at, arrived.last_at
from arrived left join sign_of_life using (encounter_id)
where sign_of_life.last_at is null or arrived.last_at > sign_of_life.last_at
