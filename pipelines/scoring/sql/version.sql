-- Every distinct version of the contested events, and which one counts: the latest recorded, then
-- by a fixed order on the content, so that arrival order never decides.
-- Grain: version of an event.
with known as (
  select * exclude (event_row) from rival
  union
  select * from fresh where identity in (select identity from contested)
  union
  select * from superseded_event where identity in (select identity from contested)
)
select
  known.*,
  row_number() over (
    partition by source, id
    order by recorded_at desc, {
      'a': occurred_at, 'b': type, 'c': status, 'd': encounter_id, 'e': code, 'f': value,
      'g': text, 'h': unit, 'i': ward_id, 'j': bed, 'k': age, 'l': pregnant,
      'm': planned_discharge_at, 'n': minutes, 'o': form, 'p': volume_ml, 'q': instrument,
      'r': total, 's': items, 't': role, 'u': basis, 'v': from_at, 'w': to_at, 'x': headcount
    } desc
  ) = 1 as counts
from known
