-- One unbroken stay of an encounter on a ward, [start_at, end_at); end_at is NULL while it is open.
-- `counts_until`: where presence ends at the latest; that of an open stay ends with the last sign of life, and any
-- where the ward closes (`closed_from`): nothing counts there from then on.
-- `run_start`: the admission that began the chain of stays this one belongs to.
-- Grain: stay.
with border as (
  select
    *,
    lead(occurred_at) over following as end_at,
    lead(type) over following as left_by,
    max(case when type <> 'discharge' and not was_open then occurred_at end) over following
      as run_start
  from adt_event
  where is_border
  window following as (partition by encounter_key order by occurred_at, turn)
)
select
  encounter_key,
  ward_id,
  occurred_at as start_at,
  end_at,
  least(coalesce(end_at, silent_at), ward.closed_from) as counts_until,
  coalesce(ward.closed_from, 'infinity'::timestamp) as closed_from,
  run_start,
  case when type = 'admission' and not was_open then 'admission' else 'transfer' end as arrived_by,
  case when end_at is null then null when left_by = 'discharge' then 'discharge' else 'transfer' end
    as left_by
from border join next_encounter using (encounter_key) left join ward using (ward_id)
where type <> 'discharge' and (ward.closed_from is null or occurred_at < ward.closed_from)
