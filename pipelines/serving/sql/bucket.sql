-- Need against staffing of a ward over an hour, shift, day, ISO week or month: exact sums over the hours a
-- reader may see, divided last.
-- Source: BALANCE.md; flags NICE SG1.
-- Missing-data rule: need is NULL where no hour has any, nurses where no hour is staffed, a role where it is known in none,
-- what is required where no hour has a level; what needs several is taken over the hours that have them all. Flags
-- are of the hours whose need, level and registered nurses are known, and NULL without any, where coverage is below
-- `coverage_floor` or nobody was present.
-- The minimum of registered nurses is held against hours with patients, and hours to come.
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
    sum(census)::bigint as census_total,
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
    count(*) filter (is_staffed) as staffed_hours,
    sum(nurses)::bigint as present,
    count(*) filter (lacks_rn) as hours_without_rn, count(*) filter (lacks_na) as hours_without_na,
    -- of hours with need and staffing
    count(*) filter (is_worked) as worked_hours,
    sum(reader_hour.nurses) filter (is_worked) as worked_nurses,
    sum(minutes) filter (is_worked) as worked_minutes,
    sum(presence_us) filter (is_worked) as worked_us,
    -- of hours with need and level
    sum(scaled) as scaled, sum(scaled_low) as scaled_low, sum(scaled_high) as scaled_high,
    sum(minutes) filter (k is not null) as levelled_minutes,
    sum(scaled * rn_share) as scaled_share,
    min(k) as least_k, max(k) as most_k, min(rn_share) as least_share, max(rn_share) as most_share,
    any_value(basis) as basis, max(valid_from) as valid_from,
    -- of hours whose usual need is known, over or to come
    count(usual_minutes) as usual_hours,
    sum(usual_minutes)::bigint as usual_minutes,
    sum(usual_p10)::bigint as usual_p10, sum(usual_p90)::bigint as usual_p90,
    -- of those with level, and with staffing too
    sum(usual_minutes::hugeint * k) as usual_scaled,
    sum(usual_p10::hugeint * k) as usual_scaled_p10,
    sum(usual_p90::hugeint * k) as usual_scaled_p90,
    count(usual_minutes) filter (k is not null) as usual_levelled_hours,
    count(usual_minutes) filter (k is not null and is_staffed) as usual_staffed_hours,
    sum(reader_hour.nurses) filter (usual_minutes is not null and k is not null) as usual_nurses,
    sum(usual_minutes::hugeint * k) filter (is_staffed) as usual_staffed_scaled,
    min(shift_day) as shift_day, arg_min(running_shift, hour) as running_shift,
    -- of balanced hours: with need, staffing and level
    sum(reader_hour.nurses) filter (is_balanced) as nurses,
    sum(scaled) filter (is_balanced) as balanced_scaled,
    -- of hours with need, level and registered nurses
    count(known_rn) filter (scaled is not null) as rn_hours,
    sum(scaled * rn_share) filter (known_rn is not null) as rn_scaled,
    sum(known_rn) filter (scaled is not null) as levelled_rn,
    min(known_rn) filter (scaled is not null and presence_us > 0) as fewest_judged_rn,
    -- of hours with patients or to come
    count(known_rn) filter (presence_us > 0 or is_ahead) as minimum_hours,
    min(known_rn) filter (presence_us > 0 or is_ahead) as fewest_rn,
    max(newest_input_at) as newest_input_at,
    any_value(treating) as treating,
    any_value(model) as model,
    max(computed_at) as computed_at
  from reader_ward_hour(readers, since, until, known, grain) reader_hour
  group by ward_id, bucket, shift_id
), balanced as (
  select
    summed.*,
    nurses_for(minutes) as norm_need,
    nurses_for(minutes_low) as norm_need_low,
    nurses_for(minutes_high) as norm_need_high,
    nurses_for(worked_minutes) / nullif(worked_nurses / 1000000.0::double, 0) as norm_load,
    required_for(scaled) as required,
    required_for(scaled_low) as required_low,
    required_for(scaled_high) as required_high,
    nurses / 1000000.0::double - required_for(balanced_scaled) as gap,
    required_for(balanced_scaled) / nullif(nurses / 1000000.0::double, 0) as load,
    -- of several levels the mean by need; of one itself, also where nothing is needed
    if(least_k = most_k, least_k::double, scaled / nullif(levelled_minutes, 0)::double) as k,
    if(least_share = most_share, least_share::double, scaled_share / nullif(scaled, 0)::double) as rn_share,
    worked_nurses * 86400.0::double / nullif(worked_us, 0) as chppd,
    grain in ('hour', 'shift') and rn_hours > 0
      and coalesce(coverage >= coverage_floor(), false) as is_judged,
    required_for(rn_scaled) / 1000000.0::double as rn_required,
    rn_required - levelled_rn / 1000000.0::double as rn_shortfall
  from summed
)
select
  balanced.*,
  is_judged and (rn_shortfall > 8 or rn_shortfall > 0.25 * rn_required) as shortfall,
  is_judged and missing_of(ward.minimum_rn, fewest_judged_rn) is not null as rn_below_minimum,
  ward.minimum_rn, missing_of(ward.minimum_rn, fewest_rn) as missing_rn,
  if(treating, usual_load.load, visible_load) as usual_load,
  if(treating, usual_load.p90, visible_p90) as usual_load_p90,
  if(treating, usual_load.hours, visible_hours) as usual_load_hours,
  if(treating, usual_load.days, visible_days) as usual_load_days
from balanced
left join ward using (ward_id)
-- of what was usual then nothing is kept
left join usual_load on known is null and grain in ('hour', 'shift')
  and usual_load.ward_id = balanced.ward_id and usual_load.day = balanced.shift_day
  and usual_load.shift_id = balanced.running_shift
