-- Identities with more than one row between the batch and the store: versions or duplicates.
-- Grain: identity.
select identity from rival
union
select identity from fresh group by identity having count(*) > 1
