-- Staffing and judgements that count, final (`known` NULL) or by what was known at a stream time: of each
-- event the version recorded last, then by content.
-- Grain: staffing or judgement event.
from (
  from staffing where known is null or known_at <= known
  union all by name from superseded_staffing where known_at <= known
)
qualify row_number() over (
  partition by source, id
  order by recorded_at desc, {'a': status, 'b': type, 'c': ward_id, 'd': occurred_at, 'e': role,
    'f': basis, 'g': from_at, 'h': to_at, 'i': headcount, 'j': value, 'k': note} desc
) = 1 and status <> 'entered-in-error'
