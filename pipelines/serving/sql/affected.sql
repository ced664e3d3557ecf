-- Ward-hours whose sum changes.
-- Grain: ward, hour.
select ward_id, hour from newer
union
select ward_id, hour from older
