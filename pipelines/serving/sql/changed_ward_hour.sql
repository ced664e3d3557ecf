-- Ward-hours whose sum may change, and the stream time of what changes it.
-- Grain: ward, hour.
select ward_id, hour, max(computed_at) as known_at from latest_encounter_hour group by all
