-- Where nobody is on leave, the census is last hour's census plus arrivals minus departures.
select ward_id, hour, census, expected from (
  select ward_id, hour, census,
    sum(arrivals - departures) over (partition by ward_id order by hour) as expected
  from ward_hour
)
where census <> expected
  and not exists (select 1 from event where starts_with(type, 'leave'))
