-- The newest version of every key that arrived, encounter-hour or withdrawal (`arrived_row` NULL), unless
-- one as new is served; with the row it takes the place of. The version is the log position it was
-- computed from, and of the same position the scorer's revision: what was scored again from the same
-- events counts.
-- `arrived_hour`: the encounter-hours that arrived, `served_hour`: those that are served, with their rows.
-- `first_hour`: the first hour that arrived, a constant, so that what is served of earlier hours is not looked at.
-- Grain: encounter, ward, hour.
with version as (
  select
    encounter_id, ward_id, hour,
    max(rank) as rank,
    arg_max_null(arrived_row, rank) as arrived_row,
    arg_max(computed_at, rank) as computed_at
  from (
    select
      encounter_id, ward_id, hour, arrived_row, computed_at,
      {'o': "offset", 'r': coalesce(revision, -1)} as rank
    from arrived_hour
    union all
    select
      encounter_id, ward_id, hour, null, computed_at,
      {'o': "offset", 'r': coalesce(revision, -1)}
    from incoming_withdrawal
  )
  group by all
), served as (
  select
    hour_row, encounter_id, ward_id, hour,
    {'o': "offset", 'r': coalesce(revision, -1)} as rank
  from served_hour
  where hour >= getvariable('first_hour')
), withdrawn as (
  select encounter_id, ward_id, hour, {'o': "offset", 'r': coalesce(revision, -1)} as rank
  from withdrawn_hour
  where hour >= getvariable('first_hour')
)
select
  version.encounter_id, version.ward_id, version.hour, version.rank.o as "offset",
  version.rank.r as revision, version.arrived_row, version.computed_at, served.hour_row
from version
left join served using (encounter_id, ward_id, hour)
left join withdrawn using (encounter_id, ward_id, hour)
where (served.rank is null or version.rank > served.rank)
  and (withdrawn.rank is null or version.rank > withdrawn.rank)
