-- The hours of the shift that is on at `hour`, the hour of stream time.
-- Grain: hour.
select
  hour, hour >= getvariable('hour') as is_left, running_shift, shift_day
from calendar_of('shift', getvariable('hour') - interval 24 hours, getvariable('hour') + interval 24 hours)
qualify bucket = max(if(hour = getvariable('hour'), bucket, null)) over ()
