-- How long nothing arrived from a source, on a ward and in the hospital, and how long that may be: the 99th percentile
-- of its own greatest age in this hour of the local day, and in the hours next to it, in the four weeks before: how long it was silent
-- when news came, or at the end of the hour. What happened
-- arrives when it is recorded, however long after. Ages are by stream time, which is no sign
-- of any source. Instants of those who do not treat are rounded down to five minutes, and are of hours they may see.
-- Source: BALANCE.md, Freshness.
-- Missing-data rule: vital signs, function levels, tasks and medication are judged, and are sampled, in hours with patients. The silence that
-- lasts is no sample. With fewer than seven days of these hours all hours count, and with fewer than a day of those
-- the limit is eight hours. Staffing has no age: `silent_since` is the first hour of this shift and the next in which a role
-- of the ward is not known.
-- Grain: treating, ward (NULL: the hospital), source; in order.
with open_ward as (
  select ward.* from ward cross join clock where coalesce(closed_from > stream_time, true)
), seen as materialized (
  select treating, ward_id, seen_now.hour
  from seen_now cross join clock semi join open_ward using (ward_id)
  where seen_now.hour > clock.hour - interval 28 days and seen_now.hour <= clock.hour
), news as (
  select encounter_hour.ward_id, encounter_hour.hour, unnest([
    {'source': 'moves', 'recorded_at': moves_recorded_at},
    {'source': 'vitals', 'recorded_at': vitals_recorded_at},
    {'source': 'function', 'recorded_at': function_recorded_at},
    {'source': 'care', 'recorded_at': care_recorded_at}
  ], recursive := true)
  from encounter_hour cross join clock
  where encounter_hour.hour > clock.hour - interval 28 days and encounter_hour.hour <= clock.hour
), arrival as materialized (
  -- what is recorded before it happens arrives with its hour
  select
    ward_id, news.hour, source,
    greatest(news.hour, date_trunc('hour', least(recorded_at, stream_time))) as arrived_hour,
    min(least(recorded_at, stream_time)) as first_at,
    max(least(recorded_at, stream_time)) as arrived_at
  from news cross join clock
  where recorded_at is not null
  group by all
), scoped as (
  -- the hospital has the empty name
  select
    treating, scope, source, arrived_hour as hour,
    min(if(treating, first_at, time_bucket(interval 5 minutes, first_at))) as first_at,
    max(if(treating, arrived_at, time_bucket(interval 5 minutes, arrived_at))) as arrived_at
  from (select *, unnest(['', ward_id]) as scope from seen join arrival using (ward_id, hour))
  group by all
), occupied as (
  select distinct treating, unnest(['', ward_id]) as scope, hour from seen
), ticked as (
  select treating, scope, source, unnest(generate_series(first, clock.hour, interval 1 hour)) as hour
  from (select treating, scope, min(hour) as first from occupied group by all)
  cross join (select unnest(['moves', 'vitals', 'function', 'care']) as source)
  cross join clock
), aged as (
  select
    treating, scope, source, hour,
    source = 'moves' or occupied.hour is not null as is_judged,
    max(arrived_at) over (partition by treating, scope, source) as newest_at,
    hour + interval 1 hour as ends_at,
    -- the greatest in the hour: when its first news came, or at its end
    greatest(
      epoch(ends_at - max(arrived_at) over (partition by treating, scope, source order by hour)),
      epoch(first_at - max(arrived_at) over (
        partition by treating, scope, source order by hour rows between unbounded preceding and 1 preceding))
    ) as age
  from ticked
  left join scoped using (treating, scope, source, hour)
  left join occupied using (treating, scope, hour)
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
    -- in whole seconds, as it is shown
    round(greatest(30 * 60, case
      when len(ages_alike) >= 21 then list_aggregate(ages_alike, 'quantile_cont', 0.99)
      when len(ages) >= 24 then list_aggregate(ages, 'quantile_cont', 0.99)
      else 8 * 3600
    end)) as age_limit,
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
  left join staffed_hour_of(null, (select min(hour) from due), (select max(hour) + interval 1 hour from due))
    using (ward_id, hour)
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
