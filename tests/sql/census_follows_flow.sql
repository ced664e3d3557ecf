-- On a ward where nobody was ever on leave, the census is last hour's census plus arrivals minus
-- departures.
with ward_with_leave as (
  select distinct encounter_hour.ward_id
  from encounter_hour
  join event using (encounter_id)
  where starts_with(event.type, 'leave')
), flow as (
  select ward_id, hour, census,
    sum(arrivals - departures) over (partition by ward_id order by hour) as expected
  from ward_hour
)
select ward_id, hour, census, expected
from flow
where census <> expected and ward_id not in (select ward_id from ward_with_leave)
