-- Withdrawals to keep: the newest version of their key.
-- Grain: encounter, ward, hour.
select distinct gone.*
from gone
semi join newest using (encounter_id, ward_id, hour, "offset")
anti join newer using (encounter_id, ward_id, hour)
