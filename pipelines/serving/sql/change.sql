-- Ward-hours whose value as known at a stream time is not the final one.
-- Missing-data rule: NULL where the hour had no value then, or has none now.
-- Grain: hour of the ward that is read; in order.
select
  instant_text(hour) as hour,
  earlier.reason as "thenReason", latter.reason as "nowReason",
  minutes_of(earlier.minutes) as "thenMinutes", minutes_of(latter.minutes) as "nowMinutes",
  minutes_of(latter.minutes - earlier.minutes) as "minutesChange",
  earlier.census as "thenCensus", latter.census as "nowCensus",
  supply_of(earlier.rn, earlier.na) as "thenSupply", supply_of(latter.rn, latter.na) as "nowSupply",
  instant_text(latter.computed_at) as "computedAt"
from visible_hour(readers, since, until, known, 'hour') earlier
join visible_hour(readers, since, until, null::timestamp, 'hour') latter using (ward_id, hour)
where {'a': earlier.minutes, 'b': earlier.minutes_low, 'c': earlier.minutes_high, 'd': earlier.census,
    'e': earlier.rn, 'f': earlier.na, 'g': earlier.reason, 'h': earlier.covered_us}
  is distinct from {'a': latter.minutes, 'b': latter.minutes_low, 'c': latter.minutes_high,
    'd': latter.census, 'e': latter.rn, 'f': latter.na, 'g': latter.reason, 'h': latter.covered_us}
order by hour
