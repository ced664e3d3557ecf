-- How long nothing came from a source, on a ward and in the hospital, and how long that may be: the 99th percentile
-- of its own age at the end of this hour of the local day, and of the hours next to it, in the four weeks before. Ages are by stream time, which is no sign
-- of any source. Instants of those who do not treat are rounded down to five minutes, and are of hours they may see.
-- Source: BALANCE.md, Freshness. Moves are known by hour: the last counts as of the end of its hour.
-- Missing-data rule: vital signs, function levels, tasks and medication are judged, and are sampled, in hours with patients. The silence that
-- lasts is no sample. With fewer than seven days of these hours all hours count, and with fewer than a day of those
-- the limit is eight hours. Staffing has no age: `silent_since` is the first hour of this shift and the next without it.
-- Grain: treating, ward (NULL: the hospital), source; in order.
with open_ward as (
  select ward.* from ward cross join clock where coalesce(closed_from > stream_time, true)
), seen as materialized (
  select treating, ward_id, seen_now.hour, arrivals + departures > 0 as has_move
  from seen_now cross join clock semi join open_ward using (ward_id)
  where seen_now.hour > clock.hour - interval 28 days and seen_now.hour <= clock.hour
), input as materialized (
  select
    ward_id, encounter_hour.hour,
    max(greatest(
      respiratory_rate_at, spo2_at, on_oxygen_at, systolic_bp_at, heart_rate_at, consciousness_at, temperature_at
    )) as vitals_at,
    max(greatest(hygiene_at, nutrition_at, elimination_at, mobility_at)) as function_at,
    max(care_at) as care_at
  from encounter_hour cross join clock
  where encounter_hour.hour > clock.hour - interval 28 days and encounter_hour.hour <= clock.hour
  group by all
), sign as (
  select treating, seen.ward_id, seen.hour, unnest([
    {'source': 'moves', 'seen_at': if(has_move, least(seen.hour + interval 1 hour, stream_time), null)},
    {'source': 'vitals', 'seen_at': vitals_at},
    {'source': 'function', 'seen_at': function_at},
    {'source': 'care', 'seen_at': care_at}
  ], recursive := true)
  from seen cross join clock left join input on input.ward_id = seen.ward_id and input.hour = seen.hour
), scoped as (
  -- the hospital has the empty name
  select
    treating, scope, source, hour,
    max(if(treating, seen_at, time_bucket(interval 5 minutes, seen_at))) as seen_at
  from (select *, unnest(['', ward_id]) as scope from sign)
  group by all
), ticked as (
  select treating, scope, source, unnest(generate_series(first, clock.hour, interval 1 hour)) as hour
  from (select treating, scope, source, min(hour) as first from scoped group by all) cross join clock
), aged as (
  select
    treating, scope, source, hour,
    source = 'moves' or scoped.hour is not null as is_judged,
    max(seen_at) over (partition by treating, scope, source) as newest_at,
    hour + interval 1 hour as ends_at,
    epoch(ends_at - least(max(seen_at) over (partition by treating, scope, source order by hour), ends_at)) as age
  from ticked left join scoped using (treating, scope, source, hour)
), judged as (
  select
    treating, scope, source,
    any_value(newest_at) as newest_at,
    bool_or(is_judged and aged.hour = clock.hour) as is_judged,
    epoch(any_value(if(treating, stream_time, time_bucket(interval 5 minutes, stream_time)))
      - any_value(newest_at)) as age,
    list(aged.age) filter (is_judged and aged.age is not null and ends_at <= newest_at) as ages,
    list(aged.age) filter (is_judged and aged.age is not null and ends_at <= newest_at
      and (extract(hour from local_of(aged.hour)) - extract(hour from local_of(clock.hour)) + 25) % 24 <= 2) as ages_alike
  from aged cross join clock
  group by all
), fed as (
  select
    treating, scope, source, newest_at, greatest(age, 0) as age,
    greatest(30 * 60, case
      when len(ages_alike) >= 21 then list_aggregate(ages_alike, 'quantile_cont', 0.99)
      when len(ages) >= 24 then list_aggregate(ages, 'quantile_cont', 0.99)
      else 8 * 3600
    end) as age_limit,
    if(is_judged and age > age_limit, newest_at, null) as silent_since
  from judged
), due as (
  -- hours of this shift and the next, from now on
  select calendar.hour
  from calendar_of('shift', (select hour from clock), (select hour + interval 48 hours from clock)) calendar
  qualify dense_rank() over (order by bucket) <= 2
), rostered as (
  select ward_id, min(due.hour) filter (not coalesce(is_staffed, false)) as silent_since
  from open_ward cross join due
  left join supply_hour using (ward_id, hour)
  group by ward_id
), staffed as (
  select scope, if(scope = '', if(count(*) = count(silent_since), min(silent_since), null), min(silent_since)) as silent_since
  from (select *, unnest(['', ward_id]) as scope from rostered)
  group by scope
)
select
  treating, nullif(scope, '') as "wardId", source,
  instant_text(newest_at) as "newestAt", age as "ageSeconds", age_limit as "limitSeconds",
  instant_text(silent_since) as "silentSince"
from (
  from fed
  union all by name
  select treating, scope, 'staffing' as source, silent_since
  from staffed cross join (select unnest([true, false]) as treating)
)
left join ward on ward.ward_id = scope
order by treating, ordinal nulls first,
  list_position(['moves', 'vitals', 'function', 'care', 'staffing'], source)
