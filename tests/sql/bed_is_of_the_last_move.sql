-- The bed is that of the last admission or transfer to the ward before the hour's end, or of none.
select encounter_hour.encounter_id, encounter_hour.ward_id, hour, any_value(encounter_hour.bed) as bed
from encounter_hour
left join event
  on event.encounter_id = encounter_hour.encounter_id and event.ward_id = encounter_hour.ward_id
  and type in ('admission', 'transfer') and status <> 'entered-in-error'
  and occurred_at < hour + interval 1 hour
group by all
having any_value(encounter_hour.bed)
  is distinct from arg_max_null(event.bed, {'a': occurred_at, 'b': recorded_at, 'c': source, 'd': id})
