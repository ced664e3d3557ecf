-- The values of ward-hours that others take the place of, with when those were known. One that was never
-- seen at a stream time of its own leaves no trace.
-- Grain: ward, hour; in the columns of `superseded_ward_hour`.
select ward_hour.*, changed_ward_hour.known_at as known_until
from ward_hour
join changed_ward_hour using (ward_id, hour)
left join recomputed_ward_hour using (ward_id, hour)
where ward_hour.hour >= getvariable('first_hour')
  and ward_hour.known_at < changed_ward_hour.known_at
  and (recomputed_ward_hour.ward_id is null or recomputed_ward_hour.known_at > ward_hour.known_at)
