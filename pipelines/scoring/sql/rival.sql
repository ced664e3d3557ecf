-- All rows of contested identities, superseded versions among them, in the order in which they count: the
-- latest recorded first, then by a fixed order on the content, so that arrival never decides; of equal
-- rows the earlier.
-- `winner_delivery`: the delivery that brought the row that counts. `copy`: 1 for the first row of a
-- content, more for the same sent again.
-- Grain: row of `event` or, `event_row` NULL, of `superseded_event`; `place` 1 counts.
with contender as (
  select rowid as event_row, event.*
  from event
  where rowid in (
    select event_row from candidate where identity in (select identity from contested)
  )
  union all by name
  select superseded_event.*, null as event_row
  from superseded_event
  where identity in (select identity from contested)
), compared as (
  select
    *,
    {
      'a': occurred_at, 'b': type, 'c': status, 'd': encounter_id, 'e': code, 'f': value,
      'g': text, 'h': unit, 'i': ward_id, 'j': bed, 'k': age, 'l': pregnant,
      'm': planned_discharge_at, 'n': minutes, 'o': form, 'p': volume_ml, 'q': instrument,
      'r': total, 's': items, 't': role, 'u': basis, 'v': from_at, 'w': to_at, 'x': headcount
    } as content
  from contender
)
select
  * exclude (content),
  row_number() over standing as place,
  first_value(delivery) over standing as winner_delivery,
  row_number() over (
    partition by source, id, recorded_at, content order by delivery, event_row nulls first
  ) as copy
from compared
window standing as (
  partition by source, id
  order by recorded_at desc, content desc, delivery, event_row nulls first
  rows between unbounded preceding and unbounded following
)
