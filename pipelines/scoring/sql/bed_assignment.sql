-- The bed of an encounter on a ward, [start_at, end_at): each admission or transfer gives one, until the next
-- to the same ward. The last continues after the stay has ended, for the hours that hold its end.
-- Missing-data rule: a move without a bed takes away the bed of before; `bed` is NULL.
-- Grain: `adt_event` that is an admission or a transfer.
select
  encounter_key, ward_id, bed,
  occurred_at as start_at,
  coalesce(
    lead(occurred_at) over (partition by encounter_key, ward_id order by occurred_at),
    'infinity'::timestamp
  ) as end_at
from adt_event
where type in ('admission', 'transfer')
