-- Encounters to recompute, each from the hour of its first change: those with facts not yet scored, and
-- those who follow stream time (`following`): everyone on a ward who was last scored before it, whose
-- current hour is another now. One that was never noted as scored follows from the beginning.
-- Grain: encounter.
with changed as (
  -- hours that were not over when they were scored go along: what is scored now counts as following
  select encounter_id, touched.partition, least(from_time, scored_time) as from_time, false as follows
  from touched left join encounter using (encounter_id)
  union all
  select encounter_id, partition, coalesce(scored_time, '-infinity'::timestamp), true
  from encounter join following using (partition) left join sign_of_life using (encounter_id), site
  where scored_time is null or (
    scored_time < until
    and coalesce(ends_at, last_at + to_days(silent_stay_days)) >= date_trunc('hour', scored_time)
  )
)
select
  encounter_id, partition,
  date_trunc('hour', min(from_time)) as from_hour,
  bool_or(follows) as follows
from changed
group by encounter_id, partition
