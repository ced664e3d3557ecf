-- When stays count, [start_at, counts_until): without silences. What goes on after a silence is a run of its own.
-- Grain: stay, piece.
with begun as (
  select encounter_key, ward_id, start_at, counts_until, run_start from stay
  union all
  select encounter_key, ward_id, until_at, counts_until, greatest(run_start, until_at)
  from stay join silence using (encounter_key)
  where until_at > start_at and until_at <= counts_until
)
select
  encounter_key, ward_id, start_at, run_start,
  least(counts_until, min(from_at) filter (from_at >= start_at)) as counts_until
from begun left join silence using (encounter_key)
group by encounter_key, ward_id, start_at, begun.counts_until, run_start
