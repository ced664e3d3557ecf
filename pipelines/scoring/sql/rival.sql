-- The rows of contested identities in the order in which they count: the latest recorded first, then
-- by a fixed order on the content, so that arrival never decides; of equal rows the earlier.
-- `winner_delivery`: the delivery that brought the row that counts.
-- Grain: row of `event`; `place` 1 counts.
with contender as (
  select rowid as event_row, event.*
  from event
  where rowid in (
    select event_row from candidate where identity in (select identity from contested)
  )
)
select
  *,
  row_number() over standing as place,
  first_value(delivery) over standing as winner_delivery
from contender
window standing as (
  partition by source, id
  order by recorded_at desc, {
    'a': occurred_at, 'b': type, 'c': status, 'd': encounter_id, 'e': code, 'f': value,
    'g': text, 'h': unit, 'i': ward_id, 'j': bed, 'k': age, 'l': pregnant,
    'm': planned_discharge_at, 'n': minutes, 'o': form, 'p': volume_ml, 'q': instrument,
    'r': total, 's': items, 't': role, 'u': basis, 'v': from_at, 'w': to_at, 'x': headcount
  } desc, delivery, event_row
  rows between unbounded preceding and unbounded following
)
