-- What happened in each hour, beside the hours to evaluate.
-- Grain: encounter, hour; `in_grid` where the hour is to be evaluated.
select
  who, hour,
  grid.evaluated_at is not null as in_grid,
  grid.* exclude (who, hour),
  observation_hour.* exclude (who, hour),
  care_hour.* exclude (who, hour),
  person_hour.* exclude (who, hour)
from grid
full join observation_hour using (who, hour)
full join care_hour using (who, hour)
full join person_hour using (who, hour)
