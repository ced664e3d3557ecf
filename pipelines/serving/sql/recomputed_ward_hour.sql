-- The ward-hours of `changed_ward_hour`, summed again. A value that is as it was is known since it was, however late
-- it was computed and its newest input seen.
-- Grain: ward, hour; in the columns of `ward_hour`.
with stood as (
  select
    ward_id, hour, known_at,
    row(*columns(* exclude (ward_id, hour, newest_input_at, computed_at, known_at))) as value
  from ward_hour where hour >= getvariable('first_hour')
), summed as (
  select
    summed_hour.*,
    row(*columns(summed_hour.* exclude (ward_id, hour, newest_input_at, computed_at))) as value
  from summed_hour
)
select
  summed.* exclude (value),
  coalesce(
    if(summed.value = stood.value, stood.known_at, greatest(changed_ward_hour.known_at, stood.known_at)),
    computed_at
  ) as known_at
from summed
join changed_ward_hour using (ward_id, hour)
left join stood using (ward_id, hour)
