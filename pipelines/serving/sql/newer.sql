-- Arrived encounter-hours that are not applied yet, the newest of each key.
-- Grain: encounter, ward, hour.
from arrived
where revision > coalesce(
  (select revision from applied where "partition" = getvariable('published_partition')), 0
)
qualify row_number() over (partition by encounter_id, ward_id, hour order by revision desc) = 1
