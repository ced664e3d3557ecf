-- Moves and leaves in order, each with the state it meets. Every move known so far counts.
-- Source: MODEL.md §2. A stay is open after an admission or transfer and closed after
-- a discharge. Moves of one instant are decided by what they are, never by ids: of several arrivals the one
-- recorded last holds; a discharge ends the stay that was open before the instant where the patient arrives
-- on another ward, so that the arrival follows it, and else the stay that is open after the arrival;
-- leave.end goes first, leave.start last. `turn`: the place within the instant. `is_border`: the move
-- begins or ends a stay; an admission or transfer to the ward the encounter is on is a bed move, a
-- discharge with no stay open has no effect.
-- Grain: encounter, instant, turn.
with instant as (
  select
    encounter_key, occurred_at,
    -- of arrivals recorded at once a transfer, then by ward and bed
    max({
      'recorded_at': recorded_at, 'type': type, 'ward_id': ward_id, 'bed': coalesce(bed, '')
    }) filter (type <> 'discharge') as arrival,
    bool_or(type = 'discharge') as has_discharge
  from persistent_event
  where is_move and not starts_with(type, 'leave')
  group by encounter_key, occurred_at
), chained as (
  select
    encounter_key, occurred_at, has_discharge,
    arrival.type, arrival.ward_id, nullif(arrival.bed, '') as bed, arrival.recorded_at,
    lag(arrival.ward_id) over instants as from_ward_id,
    -- a new chain begins at every instant, except those with both an arrival and a discharge
    count(*) filter (arrival is null or not has_discharge) over instants as chain
  from instant
  window instants as (partition by encounter_key order by occurred_at)
), left_open as (
  -- an instant with both leaves a stay open where one was open on another ward
  select
    *,
    bool_and(case
      when ward_id is null then false
      when has_discharge then coalesce(ward_id <> from_ward_id, false)
      else true
    end) over (partition by encounter_key, chain order by occurred_at) as is_open
  from chained
), met as (
  select
    *,
    coalesce(lag(is_open) over (partition by encounter_key order by occurred_at), false) as was_open,
    was_open and has_discharge and coalesce(ward_id <> from_ward_id, false) as arrival_follows
  from left_open
)
select
  encounter_key, occurred_at, 2 as turn, type, ward_id, bed, recorded_at, false as is_leave,
  was_open and not arrival_follows as was_open,
  not was_open or ward_id <> from_ward_id as is_border
from met
where ward_id is not null
union all
select
  encounter_key, occurred_at, if(arrival_follows, 1, 3), 'discharge', null, null, null,
  false, was_open or ward_id is not null, was_open or ward_id is not null
from met
where has_discharge
union all
select distinct
  encounter_key, occurred_at, if(type = 'leave.end', 0, 4), type, null, null, null, true, false, false
from persistent_event
where is_move and starts_with(type, 'leave')
