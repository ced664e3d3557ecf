-- Need against staffing of a ward over an hour, shift, day, ISO week or month: exact sums over the hours a
-- reader may see, divided last.
-- Source: BALANCE.md; flags NICE SG1.
-- Missing-data rule: need is NULL where no hour has any, supply where no hour is staffed; what needs both
-- is taken over the hours that have both. Flags are NULL where coverage is below `coverage_floor` or nobody was present,
-- and where registered nurses are unknown in some of those hours.
-- Grain: ward, bucket.
with summed as (
  select
    ward_id, bucket, shift_id,
    min(hour) as from_at,
    max(hour) + interval 1 hour as to_at,
    min(local_day) as local_day,
    arg_min(local_from, hour) as local_from,
    count(*) as hours,
    count(*) filter (has_need) as known_hours,
    count(*) filter (is_balanced) as balanced_hours,
    count(*) filter (is_hidden) as hidden_hours,
    if(known_hours = 0, min(reason), null) as reason,
    bool_or(provisional) as provisional,
    sum(presence_us)::bigint as presence_us,
    sum(census)::bigint as present,
    count_shown(any_value(treating), sum(arrivals)::bigint) as arrivals,
    count_shown(any_value(treating), sum(departures)::bigint) as departures,
    sum(base)::bigint as base, sum(general_care)::bigint as general_care,
    sum(special_care)::bigint as special_care, sum(surveillance)::bigint as surveillance,
    sum(churn)::bigint as churn, sum(one_to_one)::bigint as one_to_one,
    sum(escort)::bigint as escort,
    sum(minutes)::bigint as minutes, sum(minutes_low)::bigint as minutes_low,
    sum(minutes_high)::bigint as minutes_high,
    sum(covered_us)::bigint as covered_us,
    coverage_of(sum(covered_us), sum(presence_us)) as coverage,
    sum(imputed_patients)::bigint as imputed_patient_hours,
    sum(rn)::bigint as rn, sum(na)::bigint as na,
    sum(rn_planned)::bigint as rn_planned, sum(na_planned)::bigint as na_planned,
    -- of balanced hours
    sum(coalesce(rn, 0) + coalesce(na, 0)) filter (is_balanced) as nurses,
    sum(minutes) filter (is_balanced) as balanced_minutes,
    sum(presence_us) filter (is_balanced) as balanced_us,
    sum(rn) filter (is_balanced) as balanced_rn,
    coalesce(
      share_of(
        sum(rn_planned) filter (is_balanced), coalesce(sum(na_planned) filter (is_balanced), 0)
      ),
      share_of(sum(rn) filter (is_balanced), coalesce(sum(na) filter (is_balanced), 0))
    ) as rn_share,
    count(rn) filter (is_balanced) as rn_hours,
    min(rn) filter (is_balanced) as fewest_rn,
    max(newest_input_at) as newest_input_at,
    any_value(treating) as treating,
    any_value(model) as model,
    max(computed_at) as computed_at
  from reader_ward_hour(readers, since, until, known, grain)
  group by ward_id, bucket, shift_id
), balanced as (
  select
    summed.*,
    nurses_for(minutes) as required,
    nurses_for(minutes_low) as required_low,
    nurses_for(minutes_high) as required_high,
    nurses / 1000000.0::double - nurses_for(balanced_minutes) as gap,
    nurses_for(balanced_minutes) / nullif(nurses / 1000000.0::double, 0) as load,
    nurses * 86400.0::double / nullif(balanced_us, 0) as chppd,
    grain in ('hour', 'shift') and balanced_hours > 0 and rn_hours = balanced_hours
      and rn_share is not null and coalesce(coverage >= coverage_floor(), false) as is_judged,
    nurses_for(balanced_minutes) * rn_share as rn_required,
    rn_required - balanced_rn / 1000000.0::double as rn_shortfall
  from summed
)
select
  balanced.*,
  is_judged and (rn_shortfall > 8 or rn_shortfall > 0.25 * rn_required) as shortfall,
  is_judged and fewest_rn < 2000000 as fewer_than_two_rn,
  -- of what was usual then nothing is kept
  if(known is null, if(treating, usual_load.load, usual_load.visible_load), null) as usual_load
from balanced
cross join site
left join usual_load on usual_load.ward_id = balanced.ward_id
  and usual_load.day = shift_day_at(site.shifts, local_of(from_at))
  and usual_load.shift_id = shift_at(site.shifts, local_of(from_at)).id
