-- Stays without slips, [start_at, end_at): what coming and going is counted by. Around slips the patient went straight
-- from the stay before them to the one after; where both are on one ward nobody went, and they are one spell.
-- Nothing begins on a ward once it has closed (`closed_from`).
-- Grain: spell.
with kept as (
  select
    *,
    coalesce(is_joined and ward_id = lag(ward_id) over stays, false) as goes_on
  from moved_stay
  where not is_slip
  window stays as (partition by encounter_key order by start_at)
), numbered as (
  select
    *,
    count(*) filter (not goes_on) over (partition by encounter_key order by start_at) as number
  from kept
), joined as (
  select
    encounter_key, ward_id,
    min(start_at) as start_at,
    if(bool_or(end_at is null), null, max(end_at)) as end_at,
    arg_min(arrived_by, start_at) as arrived_by,
    arg_max(left_by, start_at) as left_by
  from numbered
  group by encounter_key, ward_id, number
)
select joined.*, coalesce(ward.closed_from, 'infinity'::timestamp) as closed_from
from joined left join ward using (ward_id)
where ward.closed_from is null or start_at < ward.closed_from
