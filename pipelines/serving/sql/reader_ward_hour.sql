-- Ward-hours with need, staffing and level as a reader may see them, final (`known` NULL) or as known at a stream
-- time. `readers`: the wards to read, and whether the reader is of the treating unit.
-- `scaled`: minutes · level, in millionths of millionths: what is required for the ward to be in balance.
-- Source: BALANCE.md.
-- Missing-data rule: `is_known` from the ward's first ward-hour to the current hour, and hours without
-- patients need nothing there; elsewhere need is NULL with a reason. Outside the treating unit a ward that has
-- a ward-hour is known from the first of any ward, and each hour without a row in `seen_hour` is hidden, empty
-- or not: it does not show when the few came and left.
-- `usual_…`: what is usual for the hour, also of the fifteen days to come; not where the ward is hidden or closed.
-- Nurses are NULL where a role of the ward is not known (`staffed_hour`); `known_rn`: registered nurses, whatever else is.
-- `is_ahead`: after all hours whose need is published.
-- Without a level nothing is required: `scaled` is NULL, and the hour is not balanced.
-- A ward that has closed has none; what was published of it before that is kept as it was known.
-- Grain: ward, hour of [since, until).
with reader as (
  select unnest(from_json(readers, '[{"ward_id":"varchar","treating":"boolean"}]'), recursive := true)
), version as (
  from seen_hour
  where hour >= since and hour < until
    and if(known is null, known_until is null,
      known_at <= known and coalesce(known_until > known, true))
), staffed as (
  from staffed_hour_of(known, since, until)
), level_then as (
  from level where if(known is null, known_until is null,
    known_at <= known and coalesce(known_until > known, true))
), reach as (
  -- the last hour whose need was published then, and the hour of the query
  select
    date_trunc('hour', least(stream_time, coalesce(known, stream_time))) as as_of_hour,
    if(known is null, hour, (
      select if(count(*) = count(published_at), date_trunc('hour', min(published_at)), null) from (
        select max(reached.stream_time) as published_at
        from applied left join reached on reached."partition" = applied."partition"
          and reached.stream_time <= known
        group by applied."partition"
      )
    )) as last
  from clock
), extent as (
  -- of all hours: the first may be before the requested ones
  select
    ward_id,
    min(hour) filter (was_known) as first, min(first) over () as first_of_any,
    min(hour) filter (is_current) as first_now, min(first_now) over () as first_now_of_any
  from (
    select ward_id, hour, true as is_current, known is null or known_at <= known as was_known
    from ward_hour
    union all
    select ward_id, hour, false, true
    from superseded_ward_hour where known_at <= known and known_until > known
  )
  group by ward_id
), requested_hour as (
  select ward_id, treating, calendar.*
  from reader, calendar_of(grain, since, until) calendar
), needed as (
  select
    requested_hour.*,
    version.* exclude (treating, ward_id, hour, known_at, known_until),
    version.ward_id is null as is_empty,
    coalesce(requested_hour.hour >= ward.closed_from, false) and (known is null or is_empty) as is_closed,
    not is_closed and coalesce(
      requested_hour.hour >= if(requested_hour.treating or first is null, first, first_of_any)
        and requested_hour.hour <= reach.last,
      false
    ) as is_known,
    coalesce(requested_hour.hour = reach.last, false) as is_last,
    not is_closed and coalesce(requested_hour.hour > reach.last, false) as is_ahead,
    is_known and not requested_hour.treating and is_empty as is_hidden,
    case
      when is_known then if(is_hidden, 'few-patients', null)
      when is_closed then 'closed'
      when requested_hour.hour > reach.as_of_hour then 'not-yet'
      when known is not null and requested_hour.hour >= if(requested_hour.treating or first_now is null, first_now, first_now_of_any)
        then 'not-published-then'
      else 'no-events'
    end as reason
  from requested_hour
  cross join reach
  left join extent on extent.ward_id = requested_hour.ward_id
  left join ward on ward.ward_id = requested_hour.ward_id
  left join version on version.treating = requested_hour.treating and version.ward_id = requested_hour.ward_id
    and version.hour = requested_hour.hour
), levelled as (
  -- the line in force on the day on which the shift begins; what was usual then is not kept
  select
    needed.*, level_then.k, level_then.rn_share, level_then.basis, level_then.valid_from,
    if(known is null, if(treating, usual_need.minutes, visible_minutes), null) as usual_minutes,
    if(known is null, if(treating, usual_need.p10, visible_p10), null) as usual_p10,
    if(known is null, if(treating, usual_need.p90, visible_p90), null) as usual_p90
  from needed
  left join usual_need_of_day usual_need
    on usual_need.ward_id = needed.ward_id and usual_need.day = needed.local_day
    and usual_need.local_hour = extract(hour from local_of(needed.hour))
  asof left join level_then
    on level_then.ward_id = needed.ward_id and level_then.shift_id = needed.running_shift
    and needed.shift_day >= level_then.valid_from
)
select
  ward_id, treating, hour, local_from, local_day, bucket, shift_id, running_shift, reason, is_known, is_hidden, is_ahead,
  is_known and not is_hidden as has_need,
  has_need and coalesce(staffed.is_staffed, false) as is_worked,
  is_worked and k is not null as is_balanced,
  coalesce(staffed.is_staffed, false) as is_staffed,
  k, rn_share, basis, valid_from, shift_day,
  round(usual_minutes * 1000000)::bigint as usual_minutes,
  round(usual_p10 * 1000000)::bigint as usual_p10,
  round(usual_p90 * 1000000)::bigint as usual_p90,
  visible_value(has_need, is_empty, minutes)::hugeint * k as scaled,
  visible_value(has_need, is_empty, minutes_low)::hugeint * k as scaled_low,
  visible_value(has_need, is_empty, minutes_high)::hugeint * k as scaled_high,
  if(has_need, coalesce(provisional, false) or is_last, null) as provisional,
  visible_value(has_need, is_empty, presence_us) as presence_us,
  visible_value(has_need, is_empty, patients) as patients,
  visible_value(has_need, is_empty, census) as census,
  visible_value(has_need, is_empty, arrivals) as arrivals,
  visible_value(has_need, is_empty, departures) as departures,
  visible_value(has_need, is_empty, base) as base,
  visible_value(has_need, is_empty, general_care) as general_care,
  visible_value(has_need, is_empty, special_care) as special_care,
  visible_value(has_need, is_empty, surveillance) as surveillance,
  visible_value(has_need, is_empty, churn) as churn,
  visible_value(has_need, is_empty, one_to_one) as one_to_one,
  visible_value(has_need, is_empty, escort) as escort,
  visible_value(has_need, is_empty, minutes) as minutes,
  visible_value(has_need, is_empty, minutes_low) as minutes_low,
  visible_value(has_need, is_empty, minutes_high) as minutes_high,
  visible_value(has_need, is_empty, covered_us) as covered_us,
  visible_value(has_need, is_empty, imputed_patients) as imputed_patients,
  -- of a value that has stayed the same: whether its input was known then is not kept
  if(has_need and (known is null or computed_at <= known), newest_input_at, null)
    as newest_input_at,
  if(has_need, model, null) as model,
  if(has_need, if(computed_at > known, known, computed_at), null) as computed_at,
  rn, na, nurses, rn_planned, na_planned, lacks_rn, lacks_na,
  if(is_rn_known, rn, null) as known_rn
from levelled
left join staffed using (ward_id, hour)
