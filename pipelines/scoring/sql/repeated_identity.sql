-- Identities with more than one row: versions of an event, or the same event sent twice.
-- Grain: identity.
select identity from version_candidate group by identity having count(*) > 1
