-- The distinct versions of contested events, and the delivery that first brought each.
-- Grain: version of an event.
select * exclude (event_row, place, winner_delivery, delivery),
  min(delivery) as delivery, min(place) as place
from (
  from rival
  union all by name
  select superseded_event.*, 2 as place from superseded_event
  where identity in (select identity from contested)
)
group by all
