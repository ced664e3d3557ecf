-- The events of the batch at hand with what the store adds: identity and reach.
-- Grain: event of the batch.
select
  stage.*,
  type in ('admission', 'transfer', 'discharge', 'leave.start', 'leave.end') as is_move,
  case
    when type in ('admission', 'transfer', 'discharge', 'leave.start', 'leave.end',
      'care-need.start', 'care-need.stop') then 3
    when type = 'observation' then coalesce(observation_code.horizon, 0)
    when type in ('task', 'medication') then 1
    else 0
  end::utinyint as horizon,
  hash(source, id) as identity
from stage left join observation_code using (code)
