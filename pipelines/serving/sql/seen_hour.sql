-- Ward-hours as each kind of reader sees them: `treating` as they are, others in steps, and none with few
-- patients. All that readers outside the treating unit get is computed from the rows of NOT treating.
-- Source: BALANCE.md, Small counts. The steps are our assumption.
-- Missing-data rule: of an hour with less than five patient-hours, none among them, others have no row. What
-- others never see of an hour is NULL: components, patients with assumed input, who came through.
-- `version`: the ward-hours to show: those known now (`seen_now`), or every version (`seen_hour`), where `known_until` is
-- NULL for what is known now.
-- Grain: treating, ward, hour, version.
select true as treating, * from version
union all by name
select
  false as treating,
  version.* replace (
    in_steps(presence_us, 3600000000) as presence_us,
    in_steps(minutes, 5000000) as minutes,
    in_steps(minutes_low, 5000000) as minutes_low,
    in_steps(minutes_high, 5000000) as minutes_high,
    -- down to a step: what is called covered enough is so
    in_steps(presence_us, 3600000000) * 11 // 20 * (covered_us * 20 // (presence_us * 11)) as covered_us,
    null::bigint as patients, null::bigint as imputed_patients,
    null::bigint as base, null::bigint as general_care, null::bigint as special_care,
    null::bigint as surveillance, null::bigint as churn, null::bigint as one_to_one,
    null::bigint as escort,
    time_bucket(interval 5 minutes, newest_input_at) as newest_input_at,
    null::timestamp as computed_at
  )
from version
where not is_few(presence_us)
