-- What this run recomputes: encounters with new facts, and every encounter still on a ward when
-- stream time moves, each from the hour of its first change.
-- Grain: encounter. A full rebuild is the same run with every encounter in `touched`.
select
  encounter_id,
  change.partition,
  date_trunc('hour', min(change.from_time)) as from_hour,
  any_value(stream.stream_time) as stream_time
from (
  select encounter_id, partition, from_time from touched
  union all
  select encounter.encounter_id, encounter.partition, date_trunc('hour', stream.scored_time)
  from encounter join stream using (partition)
  where stream.stream_time > stream.scored_time
    and (encounter.ends_at is null or encounter.ends_at >= date_trunc('hour', stream.scored_time))
) change
join stream on stream.partition = change.partition
group by encounter_id, change.partition
