-- Ward-hours whose value as known at a stream time is not the final one.
-- Missing-data rule: NULL where the hour had no value then, or has none now.
-- Grain: ward, hour; in order.
with earlier as (
  from reader_ward_hour(readers, since, until, known, 'hour')
), latter as (
  from reader_ward_hour(readers, since, until, null::timestamp, 'hour')
)
select
  ward_id, hour as "from", hour + interval 1 hour as "to", latter.local_from,
  to_view(earlier.reason, earlier.minutes, earlier.minutes_low, earlier.minutes_high,
    earlier.census, earlier.covered_us, earlier.presence_us, earlier.rn, earlier.na) as earlier,
  to_view(latter.reason, latter.minutes, latter.minutes_low, latter.minutes_high,
    latter.census, latter.covered_us, latter.presence_us, latter.rn, latter.na) as final,
  units_of(latter.minutes - earlier.minutes) as minutes_change,
  coalesce(latter.model, earlier.model) as model, latter.computed_at
from earlier join latter using (ward_id, hour)
where to_view(earlier.reason, earlier.minutes, earlier.minutes_low, earlier.minutes_high,
    earlier.census, earlier.covered_us, earlier.presence_us, earlier.rn, earlier.na)
  is distinct from to_view(latter.reason, latter.minutes, latter.minutes_low, latter.minutes_high,
    latter.census, latter.covered_us, latter.presence_us, latter.rn, latter.na)
order by hour, ward_id
