-- An encounter is present at most the whole hour, over all wards; a row has presence or movement.
select encounter_id, hour, sum(presence_us) as presence_us
from encounter_hour
group by encounter_id, hour
having sum(presence_us) > 3600000000 or min(presence_us) < 0
  or bool_or(presence_us = 0 and churn = 0)
