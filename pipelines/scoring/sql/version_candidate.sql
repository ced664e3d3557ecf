-- Stored rows whose identity is that of an event in the delivery at hand, the delivery's own included.
-- Grain: row of `event`.
select rowid as event_row, identity from event
where identity in (select identity from event where delivery = getvariable('delivery'))
