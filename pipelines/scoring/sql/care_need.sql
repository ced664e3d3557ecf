-- A care need is active from a start to the next stop of its code, or the discharge that ends the
-- stay; end_at is NULL while it is active. At one instant the later recorded counts, and a start and a stop
-- that were recorded at once leave the need as it was. A discharge ends what starts at its instant too,
-- but not where the patient arrives on another ward: then it goes before.
-- Grain: care need, encounter, start.
with change as (
  select
    encounter_key, code, occurred_at, 2 as turn, recorded_at,
    any_value(type) = 'care-need.start' as starts
  from persistent_event
  where type in ('care-need.start', 'care-need.stop')
    and code in ('isolation', 'one-to-one', 'central-line', 'palliative')
  group by encounter_key, code, occurred_at, recorded_at
  having min(type) = max(type)
), ending as (
  select encounter_key, occurred_at, turn
  from adt_event
  where type = 'discharge' and is_border
), bounded as (
  select * from change
  union all
  select encounter_key, code, ending.occurred_at, ending.turn, null, false
  from (select distinct encounter_key, code from change) join ending using (encounter_key)
), span as (
  select
    encounter_key, code, starts,
    occurred_at as start_at,
    lead(occurred_at) over (
      partition by encounter_key, code order by occurred_at, turn, recorded_at
    ) as end_at
  from bounded
)
select encounter_key, code, start_at, end_at
from span
where starts and (end_at is null or end_at > start_at)
