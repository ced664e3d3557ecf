-- Staffing and judgements that count, final (`known` NULL) or by what was known at a stream time: of each
-- event the version that counts (`version_rank`).
-- Grain: staffing or judgement event.
from (
  from staffing where known is null or known_at <= known
  union all by name from superseded_staffing where known_at <= known
)
qualify row_number() over (
  partition by source, id
  order by staffing_rank(
    recorded_at, status, occurred_at, type, value, note, ward_id, role, basis, from_at, to_at, headcount
  ) desc
) = 1 and status <> 'entered-in-error'
