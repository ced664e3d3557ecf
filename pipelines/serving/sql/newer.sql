-- Arrived encounter-hours to serve: the newest version of each key, once.
-- Grain: encounter, ward, hour.
from arrived semi join newest using (encounter_id, ward_id, hour, "offset")
qualify row_number() over (partition by encounter_id, ward_id, hour) = 1
