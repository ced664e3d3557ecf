-- The facts that can matter to the hours being recomputed: function levels and scores of the last seven days,
-- the rest of the last day, each measured from the hours that the S level of the first hour looks back on, and
-- before the slice's end and stream time. `events`: how many events say so.
-- Grain: fact.
with reach as (
  select
    encounter_key,
    first_hour - to_hours(25 + raise_rows()) as day_start,
    first_hour - to_hours(169 + raise_rows()) as week_start,
    least(until_hour, stream_time) as end_at,
    -- an escort may be of a ward that was left before; an instant is a whole number of microseconds
    least(until_hour + escort_grace() + to_microseconds(1), stream_time) as escorts_end_at
  from rescore_slice
)
select encounter_key, kind, fact.occurred_at, value, events, recorded_at
from fact join reach using (encounter_key)
where occurred_at >= (select min(week_start) from reach)
  and (is_lasting(kind) or occurred_at >= (select min(day_start) from reach))
  and occurred_at < (select max(escorts_end_at) from reach)
  and occurred_at >= if(is_lasting(kind), week_start, day_start)
  and occurred_at < if(kind = kind('escort'), escorts_end_at, end_at)
  and kind <> kind('spo2-scale') and kind <> kind('care-need')
