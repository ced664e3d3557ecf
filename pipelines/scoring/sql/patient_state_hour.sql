-- What is known at each evaluation instant; age is judged later. What happened in an hour stands before
-- the hour's own evaluation.
-- Missing-data rule: NULL where nothing was ever observed.
-- Grain: encounter, hour (as `evaluation_hour`).
with heard as (
  -- the latest hour with news up to each
  select *, max(news_hour) over (partition by encounter_key order by hour) as heard_hour
  from evaluation_hour
  full join (select encounter_key, hour, hour as news_hour from observation_locf) news using (encounter_key, hour)
)
select
  heard.* exclude (news_hour, heard_hour),
  observation_locf.* exclude (encounter_key, hour, spo2_scale),
  coalesce(observation_locf.spo2_scale, 1) as spo2_scale
from heard
left join observation_locf on observation_locf.encounter_key = heard.encounter_key and observation_locf.hour = heard.heard_hour
where is_written is not null
