-- Presence on a ward, cut at the hours: [start_at, end_at) within one hour. From leave.start to the
-- next leave.end or move the encounter is away. An open stay counts to the end of the current hour, or
-- until it ends by itself; silences do not count.
-- Grain: encounter, ward, hour, piece.
with step as (
  select
    encounter_key,
    type,
    occurred_at as start_at,
    lead(occurred_at) over steps as end_at,
    -- the ward is empty text after a discharge, and observation_locf over leaves
    last_value(case when not is_leave then case when type = 'discharge' then '' else ward_id end end
      ignore nulls) over steps as ward_id
  from adt_event
  window steps as (partition by encounter_key order by occurred_at, turn)
), present as (
  select
    step.encounter_key, step.ward_id, greatest(step.start_at, counted_stay.start_at) as start_at,
    least(
      coalesce(end_at, 'infinity'::timestamp),
      counted_stay.counts_until,
      date_trunc('hour', rescore_slice.stream_time) + interval 1 hour,
      rescore_slice.until_hour
    ) as end_at,
    rescore_slice.from_hour
  from step join rescore_slice using (encounter_key)
  join counted_stay
    on counted_stay.encounter_key = step.encounter_key
    and counted_stay.start_at < coalesce(step.end_at, 'infinity'::timestamp)
    and counted_stay.counts_until > step.start_at
  where step.ward_id <> '' and type <> 'leave.start'
), cut as (
  select
    *,
    unnest(generate_series(
      greatest(date_trunc('hour', start_at), from_hour),
      date_trunc('hour', end_at - interval 1 microsecond),
      interval 1 hour
    )) as hour
  from present
  where end_at > start_at
)
select
  encounter_key,
  ward_id,
  hour,
  greatest(start_at, hour) as start_at,
  least(end_at, hour + interval 1 hour) as end_at
from cut
