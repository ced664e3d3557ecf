-- Moves and leaves in order, each with the state it meets.
-- Source: care-intensity contract §1. A stay is open after an admission or transfer and closed after
-- a discharge. `is_border`: the move begins or ends a stay; an admission or transfer to the ward the
-- encounter is on is a bed move, a discharge with no stay open has no effect.
-- Grain: movement event.
with place as (
  select
    who, type, ward_id, bed, age, pregnant, occurred_at, recorded_at, source, id,
    starts_with(type, 'leave') as is_leave
  from standing
  where is_move
), met as (
  select
    *,
    coalesce(lag(type) over moves in ('admission', 'transfer'), false) as was_open,
    lag(ward_id) over moves as from_ward_id
  from place
  where not is_leave
  window moves as (partition by who order by occurred_at, recorded_at, source, id)
)
select
  who, type, ward_id, bed, age, pregnant, occurred_at, recorded_at, source, id,
  is_leave, was_open,
  case when type = 'discharge' then was_open when was_open then ward_id <> from_ward_id else true end
    as is_border
from met
union all
select
  who, type, ward_id, bed, age, pregnant, occurred_at, recorded_at, source, id,
  is_leave, false, false
from place
where is_leave
