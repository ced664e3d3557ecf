-- The staffing that counted by what was known at stream time `known`.
-- Grain: staffing event.
select
  ward_id, role, basis, millionths_of(headcount) as heads, from_at, to_at, since, until
from effective_ward_event(known)
where known is not null and type = 'staffing'
