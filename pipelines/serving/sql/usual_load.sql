-- What a ward is used to, on the local days that have none yet: the median load of the eight weeks before
-- the day, over hours with known need and staffing.
-- Source: care-intensity contract §7; a week of such hours at the least is our assumption.
-- Missing-data rule: an hour without patients between the ward's first and the current one needs nothing.
-- NULL with under 168 hours. `visible_load` is the same of the values that readers outside the treating unit see.
-- Grain: ward, local day from the ward's first to the current one.
with known as (
  select ward_id, min(ward_hour.hour) as first, any_value(clock.hour) as last
  from ward_hour, clock group by ward_id
), missing as (
  select ward_id, day, utc_of(day) as begins
  from (
    select
      ward_id,
      unnest(generate_series(local_of(first)::date, local_of(last)::date, interval 1 day))::date as day
    from known where first <= last
  )
  anti join usual_load using (ward_id, day)
), worked as (
  select
    ward_id, hour,
    nurses_for(coalesce(ward_hour.minutes, 0))
      / ((coalesce(rn, 0) + coalesce(na, 0)) / 1000000.0::double) as load,
    nurses_for(seen.minutes)
      / ((coalesce(rn, 0) + coalesce(na, 0)) / 1000000.0::double) as visible_load
  from supply_hour
  join known using (ward_id)
  left join ward_hour using (ward_id, hour)
  left join (
    select ward_id, hour, minutes from seen_hour where not treating and known_until is null
  ) seen using (ward_id, hour)
  where is_staffed and coalesce(rn, 0) + coalesce(na, 0) > 0 and hour >= first and hour < last
    and not coalesce(ward_hour.provisional, false)
    and hour >= (select min(begins) from missing) - interval 56 days
)
select
  missing.ward_id as ward_id, day,
  if(count(load) >= 168, median(load), null) as load,
  if(count(worked.visible_load) >= 168, median(worked.visible_load), null) as visible_load,
  count(load) as hours
from missing
left join worked on worked.ward_id = missing.ward_id and worked.hour < begins
  and worked.hour >= begins - interval 56 days
group by all
