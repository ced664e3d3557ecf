-- The S level used is never under the hour's own, and falls only after four hours.
select encounter_id, hour
from encounter_hour
where s_level < s_level_raw or s_level not between 1 and 4
