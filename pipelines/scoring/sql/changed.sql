-- The versions that begin to count with this batch.
-- Grain: event.
select * exclude (counts) from version where counts
except
select * exclude (event_row) from rival
