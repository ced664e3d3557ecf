-- Nurses of each role on a ward in the current hour: staffing intervals by their overlap with the hour, actual
-- before planned where any actual is known for the role.
-- Source: care-intensity contract §7.
-- Grain: ward, hour, role; only where staffing is known.
with shared as (
  select
    ward_id, hour, role, basis,
    sum(
      headcount * (epoch_us(least(to_at, hour + interval 1 hour)) - epoch_us(greatest(from_at, hour)))
    ) / 3600000000 as nurses
  from staffing join clock on from_at < hour + interval 1 hour and to_at > hour
  where status <> 'entered-in-error'
  group by all
)
select ward_id, hour, role, arg_max(nurses, basis = 'actual') as nurses
from shared
group by all
