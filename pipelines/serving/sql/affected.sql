-- Ward-hours whose sum changes.
-- Grain: ward, hour.
select distinct ward_id, hour from newest
