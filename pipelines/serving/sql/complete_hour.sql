-- The hours that what is usual is learned from, for the days of `missing_usual`: those of the eight weeks
-- before, with their place in local time, need that is complete, and nurses. `minutes` are as those who treat see
-- them, `visible_minutes` as others do.
-- Source: BALANCE.md, What is usual.
-- Missing-data rule: an hour without a patient needs nothing, and that is known. Minutes are NULL where coverage is
-- below `coverage_floor` or the hour is provisional; `visible_minutes` where the hour is hidden, too. Nurses are
-- NULL where a role of the ward is not known throughout. `is_early` and `is_visibly_early`: of the first week of the
-- ward's data, and of those that others see, unless the site says from when the ward's data are complete (`data_from`).
-- Grain: ward, hour.
with past as (
  select
    ward_id, first, first_seen,
    unnest(generate_series(
      greatest(first, date_trunc('hour', utc_of(since))), utc_of(until) - interval 1 microsecond,
      interval 1 hour
    )) as hour
  -- a day more: midnight may come twice
  from (select ward_id, min(day) - 57 as since, max(day) as until from missing_usual group by ward_id)
  join (select ward_id, min(hour) as first from ward_hour group by ward_id) using (ward_id)
  left join (
    select ward_id, min(hour) as first_seen
    from seen_hour where not treating and known_until is null group by ward_id
  ) using (ward_id)
), placed as materialized (
  select
    past.*, local_of(hour) as local_time, local_time::date as local_day,
    shift_at(shifts, local_time).id as shift_id,
    shift_day_at(shifts, local_time) as shift_day
  from past, site
), seen as (
  select ward_id, hour, minutes, is_complete(provisional, covered_us, presence_us) as is_complete
  from seen_hour
  where not treating and known_until is null and hour >= (select min(hour) from placed)
)
select
  ward_id, hour, local_day,
  extract(hour from local_time)::utinyint as local_hour,
  day_kind(local_day) as kind,
  shift_id, shift_day,
  day_kind(shift_day) as shift_kind,
  case
    when patients is null then 0
    when is_complete(provisional, covered_us, presence_us) then ward_hour.minutes
  end as minutes,
  if(is_complete, seen.minutes, null) as visible_minutes,
  data_from is null and hour < first + interval 7 days as is_early,
  data_from is null and hour < first_seen + interval 7 days as is_visibly_early,
  nurses / 1000000.0::double as nurses
from placed
left join ward_hour using (ward_id, hour)
left join seen using (ward_id, hour)
left join staffed_hour_of(
  null, (select min(hour) from placed), (select max(hour) + interval 1 hour from placed)
) using (ward_id, hour)
left join ward using (ward_id)
