-- A care need is active from a start to the next stop of its code, or the discharge that ends the
-- stay; end_at is NULL while it is active.
-- Grain: care need, encounter, start.
with change as (
  select who, code, type = 'care-need.start' as starts, occurred_at, recorded_at, source, id
  from standing
  where type in ('care-need.start', 'care-need.stop')
    and code in ('isolation', 'one-to-one', 'central-line', 'palliative')
), ending as (
  select who, occurred_at, recorded_at, source, id
  from movement
  where type = 'discharge' and is_border
), bounded as (
  select * from change
  union all
  select who, code, false, ending.occurred_at, ending.recorded_at, ending.source, ending.id
  from (select distinct who, code from change) join ending using (who)
), span as (
  select
    who, code, starts,
    occurred_at as start_at,
    lead(occurred_at) over (
      partition by who, code order by occurred_at, recorded_at, source, id
    ) as end_at
  from bounded
)
select who, code, start_at, end_at
from span
where starts and (end_at is null or end_at > start_at)
