-- Stored rows of the identities that the delivery at hand may share with other rows, its own included.
-- Grain: row of `event`.
select rowid as event_row, identity from event
where delivery in (select unnest(getvariable('contested_deliveries')))
  and identity in (select identity from contested_identity)
