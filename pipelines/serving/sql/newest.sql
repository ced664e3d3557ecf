-- The newest version of every key that arrived, encounter-hour or withdrawal (`arrived_row` NULL), unless
-- one as new is served; with the row it takes the place of. The version is the log position it was
-- computed from.
-- Grain: encounter, ward, hour.
with version as (
  select
    encounter_id, ward_id, hour,
    max("offset") as "offset",
    arg_max_null(arrived_row, "offset") as arrived_row,
    arg_max(computed_at, "offset") as computed_at
  from (
    select encounter_id, ward_id, hour, "offset", rowid as arrived_row, computed_at from arrived
    union all select encounter_id, ward_id, hour, "offset", null, computed_at from gone
  )
  group by all
), served as (
  select rowid as hour_row, encounter_id, ward_id, hour, "offset" from encounter_hour
  where hour >= (select min(hour) from version)
)
select version.*, served.hour_row
from version
left join served using (encounter_id, ward_id, hour)
left join withdrawn_hour using (encounter_id, ward_id, hour)
where version."offset" > coalesce(served."offset", -1)
  and version."offset" > coalesce(withdrawn_hour."offset", -1)
