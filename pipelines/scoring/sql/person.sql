-- Age and pregnancy as the latest admission known at the evaluation instant tells them; NULL where
-- no admission does.
-- Grain: encounter, hour (as `grid`).
select
  grid.encounter_id, grid.hour,
  arg_max(movement.age, rank) filter (movement.age is not null) as age,
  arg_max(movement.pregnant, rank) filter (movement.pregnant is not null) as pregnant
from grid
join (
  select *, {'t': occurred_at, 'r': recorded_at, 's': source, 'i': id} as rank
  from movement
  where type = 'admission' and (age is not null or pregnant is not null)
) movement
  on movement.encounter_id = grid.encounter_id
  and movement.occurred_at < grid.evaluated_at
group by all
