-- The events that can matter to the hours being recomputed: standing facts (moves, needs, the SpO2
-- scale) of any age, function levels and scores of the last seven days, the rest of the last day,
-- each measured from the hours that the S level of the first hour looks back on.
-- Only moves count before stream time reaches them. Events entered in error are left out here.
-- Grain: event.
with window_start as (
  select
    min(from_hour) - to_hours(25 + raise_rows()) as day_start,
    min(from_hour) - to_hours(169 + raise_rows()) as week_start
  from scope
), standing as (
  -- found by narrow columns, fetched by row: there are few, scattered over the whole log
  select rowid as event_row
  from event
  where horizon = 3 and encounter_id in (select encounter_id from scope)
), candidate as (
  select * from event where rowid in (select event_row from standing)
  union all
  select * from event where horizon = 2 and occurred_at >= (select week_start from window_start)
  union all
  select * from event where horizon = 1 and occurred_at >= (select day_start from window_start)
)
select
  who, type, code, form, value, text, ward_id, age, pregnant, minutes, volume_ml,
  occurred_at, recorded_at, source, id, is_move
from candidate join scope using (encounter_id)
where candidate.status <> 'entered-in-error'
  and occurred_at >= case horizon
    when 3 then timestamp '-infinity'
    when 2 then scope.from_hour - to_hours(169 + raise_rows())
    else scope.from_hour - to_hours(25 + raise_rows())
  end
  and (occurred_at < scope.stream_time or is_move)
