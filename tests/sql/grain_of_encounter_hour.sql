-- One row per encounter, ward and hour; hours are whole.
select encounter_id, ward_id, hour, count(*) as rows
from encounter_hour
group by all
having count(*) > 1 or hour <> date_trunc('hour', hour)
