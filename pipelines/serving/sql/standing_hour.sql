-- The nurses of each ward in the hours of the shift that is on (`shift_hour`), together and registered ones; NULL where
-- they are not known.
-- Grain: ward, hour.
select
  ward.ward_id, shift_hour.hour, is_left,
  nurses, if(is_rn_known, rn, null) as rn
from ward
cross join shift_hour
left join staffed_hour_of(
  null, (select min(hour) from shift_hour), (select max(hour) + interval 1 hour from shift_hour)
) staffed on staffed.ward_id = ward.ward_id and staffed.hour = shift_hour.hour
