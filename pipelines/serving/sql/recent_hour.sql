-- The hours that a ward as it stands is read from: the twenty-four up to `hour`, the hour of stream time, and what is
-- left of the shift that is on.
-- Grain: hour.
select hour
from (
  select unnest(generate_series(getvariable('hour') - interval 23 hours, getvariable('hour'), interval 1 hour)) as hour
  union
  select hour from shift_hour
)
where hour > getvariable('hour') - interval 24 hours
