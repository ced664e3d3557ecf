-- Escort tasks in micro-minutes, in the hour and on the ward where they happened. One at the end of a stay or soon
-- after it (`escorts_until`) is of the ward that was left, in the hour of that end: it is charted when the nurse is
-- back. A task without minutes adds nothing and is marked, since its length is not known.
-- Grain: encounter, ward, hour.
with placed as (
  select
    task.encounter_key, task.minutes,
    arg_max(
      {'ward_id': stay.ward_id, 'hour': date_trunc('hour', least(task.occurred_at, stay.end_at))},
      {'is_left': coalesce(task.occurred_at >= stay.end_at, false), 'start_at': stay.start_at}
    ) as place
  from (
    select row_number() over () as number, encounter_key, occurred_at, value as minutes from slice_fact
    where kind = kind('escort')
  ) task
  join stay
    on stay.encounter_key = task.encounter_key
    and task.occurred_at >= stay.start_at
    and (
      (task.occurred_at < stay.closed_from and (stay.end_at is null or task.occurred_at < stay.end_at))
      or (task.occurred_at >= stay.end_at and task.occurred_at <= stay.escorts_until)
    )
  group by task.encounter_key, task.number, task.minutes
)
select
  encounter_key,
  place.ward_id,
  place.hour,
  (round(coalesce(sum(minutes::decimal(28, 18)), 0), 6) * 1000000)::bigint as escort,
  bool_or(minutes is null) as minutes_unknown
from placed
group by all
