-- The nurses of a ward in an hour, by role and together, final (`known` NULL) or as known at a stream time. Whatever
-- counts nurses reads them here.
-- Source: BALANCE.md, Supply. The roles of a ward are those of its line in `ward_role` that is in force on the day on
-- which the shift begins; without one, those it ever had staffing for, each from then on.
-- Missing-data rule: a role of the ward is NULL unless it is known at every instant of the hour, and so is the sum then:
-- what is missing is not nobody. Another role counts as far as it is known.
-- `lacks_rn`, `lacks_na`: of the ward, and not known. `is_rn_known`: at every instant, of the ward or not.
-- Grain: ward, hour of [since, until); only where something is known.
with supply as (
  from supply_hour where known is null and hour >= since and hour < until
  union all by name
  from supply_as_known(known, since, until)
), recorded as (
  select
    ward_id,
    min(from_at) filter (role = 'rn') as rn_since,
    min(from_at) filter (role = 'na') as na_since
  from (
    from staffing where known is null and status <> 'entered-in-error'
    union all by name
    from effective_ward_event(known) where known is not null
  )
  where type = 'staffing'
  group by ward_id
), placed as (
  select
    supply.*,
    shift_at(shifts, local_of(hour)).id as shift_id,
    shift_day_at(shifts, local_of(hour)) as shift_day
  from supply cross join site
), expected as (
  select
    placed.*,
    coalesce(has_rn, hour >= rn_since, false) as is_rn_ward,
    coalesce(has_na, hour >= na_since, false) as is_na_ward,
    is_rn_ward and not is_rn_known as lacks_rn,
    is_na_ward and not is_na_known as lacks_na
  from placed
  left join recorded on recorded.ward_id = placed.ward_id
  asof left join ward_role
    on ward_role.ward_id = placed.ward_id and ward_role.shift_id = placed.shift_id
    and placed.shift_day >= ward_role.valid_from
)
select
  ward_id, hour, lacks_rn, lacks_na, is_rn_known,
  if(lacks_rn, null, expected.rn) as rn,
  if(lacks_na, null, expected.na) as na,
  if(lacks_rn, null, expected.rn_planned) as rn_planned,
  if(lacks_na, null, expected.na_planned) as na_planned,
  (is_rn_ward or is_na_ward) and not lacks_rn and not lacks_na as is_staffed,
  if(is_staffed, coalesce(expected.rn, 0) + coalesce(expected.na, 0), null) as nurses
from expected
