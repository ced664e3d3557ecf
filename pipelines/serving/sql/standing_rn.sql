-- The registered nurses of each ward whose time holds a part of the hour of stream time, `hour`: who of them is there at
-- an instant follows from it (`ward_now`).
-- Source: BALANCE.md, Supply. Heads in millionths.
-- Grain: staffing event.
select ward_id, basis, millionths_of(headcount) as heads, from_at, to_at
from staffing
where type = 'staffing' and status <> 'entered-in-error' and role = 'rn'
  and from_at < getvariable('hour') + interval 1 hour and to_at > getvariable('hour')
