-- A care need is active from a start to the next stop of its code, or the discharge that ends the
-- stay; end_at is NULL while it is active.
-- Grain: care need, encounter, start.
with change as (
  select encounter_id, code, type = 'care-need.start' as starts, occurred_at, recorded_at, source, id
  from scoped_event
  where type in ('care-need.start', 'care-need.stop')
    and code in ('isolation', 'one-to-one', 'central-line', 'palliative')
), ending as (
  select encounter_id, occurred_at, recorded_at, source, id
  from movement
  where type = 'discharge' and is_border
), bounded as (
  select * from change
  union all
  select encounter_id, code, false, ending.occurred_at, ending.recorded_at, ending.source, ending.id
  from (select distinct encounter_id, code from change) join ending using (encounter_id)
), span as (
  select
    encounter_id, code, starts,
    occurred_at as start_at,
    lead(occurred_at) over (
      partition by encounter_id, code order by occurred_at, recorded_at, source, id
    ) as end_at
  from bounded
)
select encounter_id, code, start_at, end_at
from span
where starts and (end_at is null or end_at > start_at)
