-- The ward-hours of `changed_ward_hour`, summed again. A value that is as it was is known since it was, however late
-- it was computed and its newest input seen.
-- Grain: ward, hour; in the columns of `ward_hour`.
with stood as (
  from ward_hour semi join changed_ward_hour using (ward_id, hour)
  where hour >= (select min(hour) from changed_ward_hour)
), same as (
  select * exclude (newest_input_at, computed_at) from summed_hour
  intersect
  select * exclude (newest_input_at, computed_at, known_at) from stood
)
select
  summed_hour.*,
  coalesce(
    if(same.ward_id is null, greatest(changed_ward_hour.known_at, stood.known_at), stood.known_at),
    summed_hour.computed_at
  ) as known_at
from summed_hour
join changed_ward_hour using (ward_id, hour)
left join stood using (ward_id, hour)
left join same using (ward_id, hour)
