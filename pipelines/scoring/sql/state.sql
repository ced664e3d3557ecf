-- What is known at each evaluation instant; age is judged later. What happened in an hour stands before
-- the hour's own evaluation.
-- Missing-data rule: NULL where nothing was ever observed.
-- Grain: encounter, hour (as `grid`).
select
  grid.*,
  carried.* exclude (who, hour, spo2_scale),
  coalesce(carried.spo2_scale, 1) as spo2_scale
from grid
asof left join carried on carried.who = grid.who and carried.hour <= grid.hour
