-- Stored events that may be other versions of events in the batch.
-- Grain: event.
select rowid as event_row, event.* from event where identity in (select identity from fresh)
