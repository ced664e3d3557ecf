-- The facts that can matter to the hours being recomputed: function levels and scores of the last seven days,
-- the rest of the last day, each measured from the hours that the S level of the first hour looks back on, and
-- before the slice's end and stream time. `events`: how many events say so.
-- Grain: fact.
with lookback as (
  select
    min(first_hour) - to_hours(25 + raise_rows()) as day_start,
    min(first_hour) - to_hours(169 + raise_rows()) as week_start,
    max(least(until_hour + escort_grace(), stream_time)) as end_at
  from rescore_slice
)
select encounter_key, kind, fact.occurred_at, value, events
from fact join rescore_slice using (encounter_key)
where occurred_at >= (select week_start from lookback)
  and occurred_at < (select end_at from lookback)
  and occurred_at >= rescore_slice.first_hour - to_hours(if(is_lasting(kind), 169, 25) + raise_rows())
  and occurred_at < rescore_slice.stream_time
  and (
    occurred_at < rescore_slice.until_hour
    -- of a ward that was left before
    or (kind = kind('escort') and occurred_at <= rescore_slice.until_hour + escort_grace())
  )
  and kind <> kind('spo2-scale') and kind <> kind('care-need')
