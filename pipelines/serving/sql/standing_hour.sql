-- The nurses of each ward in the hours of the shift that is on (`shift_hour`), NULL where staffing is not known.
-- Grain: ward, hour.
select
  ward.ward_id, shift_hour.hour, is_left,
  if(is_staffed, coalesce(rn, 0) + coalesce(na, 0), null) as nurses,
  if(is_staffed, rn, null) as rn
from ward
cross join shift_hour
left join supply_hour on supply_hour.ward_id = ward.ward_id and supply_hour.hour = shift_hour.hour
