-- The staffing of the wards and hours that change.
-- Grain: staffing event.
select
  staffing.ward_id, role, basis, millionths_of(headcount) as heads, from_at, to_at, since, until
from staffing
join (
  select ward_id, min(hour) as since, max(hour) + interval 1 hour as until
  from changed_staffing_hour group by ward_id
) changed on changed.ward_id = staffing.ward_id and from_at < until and to_at > since
where type = 'staffing' and status <> 'entered-in-error'
