-- What is known at each evaluation instant; age is judged later. What happened in an hour stands before
-- the hour's own evaluation.
-- Missing-data rule: NULL where nothing was ever observed.
-- Grain: encounter, hour (as `evaluation_hour`).
select
  evaluation_hour.*,
  carried.* exclude (who, hour, spo2_scale),
  coalesce(carried.spo2_scale, 1) as spo2_scale
from evaluation_hour
asof left join carried on carried.who = evaluation_hour.who and carried.hour <= evaluation_hour.hour
