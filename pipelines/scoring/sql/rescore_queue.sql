-- Encounters to recompute, each from the hour of its first change: those with facts not yet scored, and
-- those who follow stream time (`following`): everyone on a ward who was last scored before it, whose
-- current hour is another now. One that was never noted as scored follows from the beginning.
-- Grain: encounter.
with scored as (
  -- an escort that is known and not yet due may be of a ward that was left before
  select *, if(left_at + escort_grace() >= scored_time, left_at, scored_time) as open_from
  from encounter
), changed as (
  -- hours that were not over when they were scored go along: what is scored now counts as following
  select encounter_id, touched.partition, least(from_time, open_from) as from_time, false as follows
  from touched left join scored using (encounter_id)
  union all
  select encounter_id, partition, coalesce(open_from, '-infinity'::timestamp), true
  from scored join following using (partition) left join sign_of_life using (encounter_id), site
  where scored_time is null or (
    scored_time < until
    and coalesce(ends_at, last_at + to_days(silent_stay_days)) >= date_trunc('hour', open_from)
  )
)
select
  encounter_id, partition,
  date_trunc('hour', min(from_time)) as from_hour,
  bool_or(follows) as follows
from changed
group by encounter_id, partition
