-- The SpO2 scale that a clinician decided on, whatever its age: of several at the same instant the latest recorded
-- counts, then by (source, id).
-- Grain: encounter, instant.
select encounter_key, occurred_at, arg_max(value, {'r': recorded_at, 's': source, 'i': id}) as value
from persistent_event
where type = 'observation'
group by encounter_key, occurred_at
