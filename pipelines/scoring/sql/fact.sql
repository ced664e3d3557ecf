-- What is known of a patient by the events at hand (`stated`): one value of an observation code at an instant,
-- of several the latest recorded, then by (source, id). `events`: how many there are; `recorded_at`: of the one
-- recorded last.
-- Missing-data rule: implausible values among several do not count; NULL if all are implausible.
-- Grain: encounter, observation code, instant; of tasks, medications and care needs the event.
with observed as (
  select encounter_key, occurred_at, kind, any_value(value) as value, count(*)::integer as events,
    max(recorded_at) as recorded_at
  from stated
  where is_observation
  group by encounter_key, occurred_at, kind
), tied as (
  select
    encounter_key, occurred_at, kind,
    arg_max(
      stated.value, {'r': stated.recorded_at, 's': event.source, 'i': event.id}
    ) as value
  from (from observed where events > 1) several
  join stated using (encounter_key, occurred_at, kind)
  join event on event.rowid = stated.event_row
  group by encounter_key, several.occurred_at, kind
)
select encounter_key, occurred_at, kind, coalesce(tied.value, observed.value) as value, events, recorded_at
from observed left join tied using (encounter_key, occurred_at, kind)
union all
select encounter_key, occurred_at, kind, value, 1, recorded_at
from stated
where not is_observation
