-- The observations, tasks and medications that can matter to the hours being recomputed: function
-- levels and scores of the last seven days, the rest of the last day, each measured from the hours
-- that the S level of the first hour looks back on, and before the slice's end and stream time.
-- Events entered in error are left out here.
-- Grain: event.
with lookback as (
  select
    min(first_hour) - to_hours(25 + raise_rows()) as day_start,
    min(first_hour) - to_hours(169 + raise_rows()) as week_start,
    max(least(until_hour + escort_grace(), stream_time)) as end_at
  from rescore_slice
), candidate as (
  select encounter_id, type, code, form, value, text, minutes, volume_ml,
    occurred_at, recorded_at, source, id, status, to_hours(169) as reach
  from lasting_event
  where horizon = 2 and occurred_at >= (select week_start from lookback)
    and occurred_at < (select end_at from lookback)
  union all
  select encounter_id, type, code, form, value, text, minutes, volume_ml,
    occurred_at, recorded_at, source, id, status, to_hours(25) as reach
  from event
  where horizon = 1 and occurred_at >= (select day_start from lookback)
    and occurred_at < (select end_at from lookback)
)
select
  encounter_key, type, code, form, value, text, minutes, volume_ml, occurred_at, recorded_at, source, id
from candidate join rescore_slice using (encounter_id)
where status <> 'entered-in-error'
  and occurred_at >= rescore_slice.first_hour - to_hours(raise_rows()) - reach
  and occurred_at < rescore_slice.stream_time
  and (
    occurred_at < rescore_slice.until_hour
    -- of a ward that was left before
    or (code = 'escort' and occurred_at <= rescore_slice.until_hour + escort_grace())
  )
union all
select
  encounter_key, type, code, null, value, null, null, null, occurred_at, recorded_at, source, id
from persistent_event join rescore_slice using (encounter_key)
where type = 'observation'
