-- The persistent facts of the encounters next in turn, whatever their age: moves, care needs and the
-- SpO2 scale. Only moves count before stream time reaches them. Events entered in error are left out.
-- Grain: event.
select
  encounter_key, type, code, value, ward_id, bed, age, pregnant, occurred_at, recorded_at, source, id, is_move
from lasting_event join next_encounter using (encounter_id)
where status <> 'entered-in-error'
  and (is_move or occurred_at < next_encounter.stream_time)
