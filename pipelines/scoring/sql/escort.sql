-- Escort tasks in micro-minutes, in the hour and on the ward where they happened. A task without
-- minutes adds nothing and is marked, since its length is not known.
-- Grain: encounter, ward, hour.
select
  task.encounter_key,
  stay.ward_id,
  date_trunc('hour', task.occurred_at) as hour,
  (round(coalesce(sum(task.minutes::decimal(28, 18)), 0), 6) * 1000000)::bigint as escort,
  bool_or(task.minutes is null) as minutes_unknown
from slice_event task
join stay
  on stay.encounter_key = task.encounter_key
  and task.occurred_at >= stay.start_at
  and (stay.end_at is null or task.occurred_at < stay.end_at)
  and task.occurred_at < stay.closed_from
where task.type = 'task' and task.code = 'escort'
group by all
