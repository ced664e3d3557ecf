-- What this slice recomputes: of the encounters next in turn as many as together have the hours of a slice,
-- each from `from_hour` on; where the first alone has more, as much of it as that, up to `until_hour`.
-- `first_hour`: where its rows begin, since nothing happens in the hours before a stay.
-- Grain: encounter.
with since as (
  -- what comes later may make a slip of what was none: from where the slips before it began
  select encounter_key, min(date_trunc('hour', left_at)) as slips_from
  from moved_stay join next_encounter using (encounter_key)
  where is_joined and start_at < from_hour and start_at + short_stay() > from_hour
    and (end_at is null or end_at >= from_hour)
  group by encounter_key
), due as (
  select
    next_encounter.* exclude (from_hour),
    least(from_hour, slips_from) as from_hour,
    from_hour as queued_from
  from next_encounter left join since using (encounter_key)
), reach as (
  select
    encounter_key,
    greatest(date_trunc('hour', start_at), from_hour) as first_hour,
    date_trunc('hour', least(counts_until, stream_time)) as last_hour
  from counted_stay join due using (encounter_key)
), counted as (
  select
    encounter_key,
    min(first_hour) as first_hour,
    sum(1 + date_diff('hour', first_hour, last_hour)) as hours
  from reach
  where first_hour <= last_hour
  group by encounter_key
), summed as (
  select
    due.*,
    coalesce(first_hour, greatest(from_hour, date_trunc('hour', stream_time))) as first_hour,
    coalesce(hours, 0) as hours,
    sum(coalesce(hours, 0)) over (order by turn) as hours_so_far
  from due left join counted using (encounter_key)
)
select
  encounter_key, encounter_id, partition, from_hour, first_hour, stream_time, silent_at,
  case
    when hours <= (select hours from slice_limit) then 'infinity'::timestamp
    else greatest(first_hour + to_hours((select hours from slice_limit)), queued_from + interval 1 hour)
  end as until_hour
from summed
where hours_so_far <= (select hours from slice_limit) or turn = 1
