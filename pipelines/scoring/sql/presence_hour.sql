-- Presence per ward and hour with the needs that depend on being there.
-- Microseconds are exact; an open one-to-one need counts to the end of the current hour.
-- Grain: encounter, ward, hour.
with piece_need as (
  select
    presence.encounter_key, presence.ward_id, presence.hour,
    bool_or(care_need.code = 'isolation') as isolation,
    coalesce(sum(
      epoch_us(least(presence.end_at, coalesce(care_need.end_at, presence.end_at)))
      - epoch_us(greatest(presence.start_at, care_need.start_at))
    ) filter (care_need.code = 'one-to-one'), 0) as one_to_one_us
  from presence
  join care_need
    on care_need.encounter_key = presence.encounter_key
    and care_need.start_at < presence.end_at
    and (care_need.end_at is null or care_need.end_at > presence.start_at)
  where care_need.code in ('isolation', 'one-to-one')
  group by all
), present as (
  select
    encounter_key, ward_id, hour,
    sum(epoch_us(end_at) - epoch_us(start_at))::bigint as presence_us,
    bool_or(end_at = hour + interval 1 hour) as present_at_end
  from presence
  group by all
)
select
  present.*,
  coalesce(piece_need.isolation, false) as isolation,
  coalesce(piece_need.one_to_one_us, 0)::bigint as one_to_one_us
from present left join piece_need using (encounter_key, ward_id, hour)
