-- One unbroken stay of an encounter on a ward as its moves have it, [start_at, end_at), also where the ward is
-- closed; end_at is NULL while it is open. `run_start`: the admission that began the chain of stays this one belongs
-- to. `is_joined`: a move from the stay before begins it. `is_slip`: a wrong click, shorter than `short_stay` between
-- two stays that join it by transfers. `left_at`: when the last stay before that is none ended, so where the slips
-- before this one began.
-- Grain: stay.
with border as (
  select
    *,
    lead(occurred_at) over following as end_at,
    lead(type) over following as next_type,
    max(case when type <> 'discharge' and not was_open then occurred_at end) over following
      as run_start
  from adt_event
  where is_border
  window following as (partition by encounter_key order by occurred_at, turn)
), moved as (
  select
    encounter_key, ward_id, occurred_at as start_at, end_at, run_start,
    case when type = 'admission' and not was_open then 'admission' else 'transfer' end as arrived_by,
    case when end_at is null then null when next_type = 'discharge' then 'discharge' else 'transfer' end
      as left_by,
    was_open as is_joined,
    coalesce(was_open and left_by = 'transfer' and end_at < occurred_at + short_stay(), false) as is_slip
  from border
  where type <> 'discharge'
)
select
  *,
  last_value(if(is_slip, null, end_at) ignore nulls) over (
    partition by encounter_key order by start_at rows between unbounded preceding and 1 preceding
  ) as left_at
from moved
