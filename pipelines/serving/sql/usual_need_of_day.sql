-- What need is usual on a ward by hour of the local day: of each day by its own kind, and of the fifteen days to
-- come by theirs, as it looks on the current day. In the evening, fourteen days of shifts end on the fifteenth morning.
-- Grain: ward, local day, hour of the local day.
select usual_need.* exclude (kind)
from usual_need where kind = day_kind(day)
union all by name
select usual_need.* exclude (kind) replace (ahead as day)
from usual_need
join (
  select today, unnest(generate_series(today + 1, today + 15, interval 1 day))::date as ahead
  from (select local_of(hour)::date as today from clock)
) on day = today and kind = day_kind(ahead)
