-- What is known at each evaluation instant; age is judged later. What happened in an hour stands before
-- the hour's own evaluation.
-- Missing-data rule: NULL where nothing was ever observed.
-- Grain: encounter, hour (as `evaluation_hour`).
select
  evaluation_hour.*,
  observation_locf.* exclude (encounter_key, hour, spo2_scale),
  coalesce(observation_locf.spo2_scale, 1) as spo2_scale
from evaluation_hour
asof left join observation_locf on observation_locf.encounter_key = evaluation_hour.encounter_key and observation_locf.hour <= evaluation_hour.hour
