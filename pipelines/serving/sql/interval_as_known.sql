-- The staffing that counted by what was known at stream time `known`: of each event the version recorded
-- last, then by content.
-- Grain: staffing event.
select
  ward_id, role, basis, millionths_of(headcount) as heads, from_at, to_at, since, until
from (
  from staffing where known_at <= known
  union all by name from superseded_staffing where known_at <= known
)
where type = 'staffing'
qualify row_number() over (
  partition by source, id
  order by recorded_at desc, {'a': status, 'b': type, 'c': ward_id, 'd': occurred_at, 'e': role,
    'f': basis, 'g': from_at, 'h': to_at, 'i': headcount, 'j': value} desc
) = 1 and status <> 'entered-in-error'
