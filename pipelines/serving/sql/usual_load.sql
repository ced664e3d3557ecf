-- What a ward is used to: the median load of the eight weeks before the current hour, over hours of
-- which need and staffing are known. The band of a ward that is not calibrated stands around it.
-- Source: care-intensity contract §7; a week of such hours at the least is our assumption.
-- Grain: ward; only wards with enough hours.
with worked as (
  select
    ward_id, role, basis, headcount, from_at, to_at,
    unnest(generate_series(
      date_trunc('hour', greatest(from_at, clock.hour - interval 56 days)),
      least(to_at - interval 1 microsecond, clock.hour - interval 1 hour),
      interval 1 hour
    )) as hour
  from staffing, clock
  where type = 'staffing' and status <> 'entered-in-error'
    and from_at < clock.hour and to_at > clock.hour - interval 56 days
), shared as (
  select
    ward_id, hour, role, basis,
    sum(
      headcount * (epoch_us(least(to_at, hour + interval 1 hour)) - epoch_us(greatest(from_at, hour)))
    ) / 3600000000 as nurses
  from worked
  group by all
), present as (
  select ward_id, hour, role, arg_max(nurses, basis = 'actual') as nurses
  from shared
  group by all
), supplied as (
  select ward_id, hour, sum(nurses) as nurses
  from present
  group by all
)
select
  ward_id,
  median(minutes / (60000000.0::double * productive_share * nurses)) as load
from ward_hour join supplied using (ward_id, hour), site
where nurses > 0 and not provisional
group by ward_id
having count(*) >= 168
