-- The S level used is the highest raw level of the hour and the three before it in the same unbroken
-- presence: never under the hour's own, never above the four hours' highest.
with hourly as (
  select encounter_id, hour, any_value(s_level) as s_level, any_value(s_level_raw) as s_level_raw
  from encounter_hour group by encounter_id, hour
), recent as (
  select *,
    max(s_level_raw) over (
      partition by encounter_id order by hour range between interval 3 hours preceding and current row
    ) as highest,
    count(*) over (
      partition by encounter_id order by hour range between interval 3 hours preceding and current row
    ) as hours
  from hourly
)
select encounter_id, hour, s_level, s_level_raw, highest
from recent
where s_level < s_level_raw or s_level not between 1 and 4 or (hours = 4 and s_level > highest)
