-- Encounters to recompute, each from the hour of its first change: those with facts not yet scored
-- and, where stream time moved and is to be followed, everyone on a ward, whose current hour is
-- another now. Where it was never followed, everyone from the beginning.
-- Grain: encounter.
with followed as (
  select "partition", stream_time, coalesce(scored_time, '-infinity'::timestamp) as scored_time
  from stream
), changed as (
  select encounter_id, partition, from_time from touched
  union all
  select encounter_id, partition, scored_time
  from encounter join followed using (partition)
  where getvariable('follow_time') and stream_time > scored_time
    and (ends_at is null or ends_at >= date_trunc('hour', scored_time))
)
select encounter_id, partition, date_trunc('hour', min(from_time)) as from_hour
from changed
group by encounter_id, partition
