-- Rows of `encounter_hour` that an arrived version or a withdrawal takes the place of.
-- Grain: row of `encounter_hour`.
select encounter_hour.rowid as hour_row, encounter_hour.ward_id, encounter_hour.hour
from encounter_hour
join (
  select encounter_id, ward_id, hour, max(revision) as revision
  from (
    select encounter_id, ward_id, hour, revision from newer
    union all select encounter_id, ward_id, hour, revision from gone
  )
  group by all
) taking using (encounter_id, ward_id, hour)
where encounter_hour.revision < taking.revision
  and encounter_hour.hour >= (
    select least((select min(hour) from newer), (select min(hour) from gone))
  )
