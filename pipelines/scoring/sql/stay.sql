-- Where an encounter is, stay by stay, [start_at, end_at); end_at is NULL while it is open.
-- `counts_until`: where presence ends at the latest; that of an open stay ends with the last sign of life, and any
-- where the ward closes (`closed_from`): nothing counts there from then on.
-- `escorts_until`: an escort from the end on, until then, is of the ward that was left; another stay that begins
-- ends that. NULL where there is none.
-- Grain: stay.
with followed as (
  select *, lead(start_at) over (partition by encounter_key order by start_at) as next_at
  from moved_stay
)
select
  encounter_key, ward_id, start_at, end_at,
  least(coalesce(end_at, silent_at), ward.closed_from) as counts_until,
  coalesce(ward.closed_from, 'infinity'::timestamp) as closed_from,
  run_start,
  if(
    escort_grace() > to_microseconds(0) and end_at < coalesce(ward.closed_from, 'infinity'::timestamp),
    least(end_at + escort_grace(), next_at), null
  ) as escorts_until
from followed join next_encounter using (encounter_key) left join ward using (ward_id)
where ward.closed_from is null or start_at < ward.closed_from
