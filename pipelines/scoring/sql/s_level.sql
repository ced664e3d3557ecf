-- Special-care level S1..S4 (PPBV §11, Annex 2) from the counts: the criteria of the model that they meet
-- (`met`, a bit each), each area's level by those, and the level used: the highest raw level of the
-- hour and the three before it since admission (raised at once, lowered after four hours: our assumption).
-- Grain: encounter, hour (as `evaluation_hour`).
with met as (
  select encounter_key, hour, run_hour, met_criteria(s_level_input, site.count_values) as met
  from s_level_input, site
), area as (
  select
    *,
    area_level(met, 'invasive') as invasive,
    area_level(met, 'medication') as medication,
    area_level(met, 'wound') as wound
  from met
), level as (
  select
    encounter_key, hour, run_hour, met,
    case
      when (invasive = 3)::integer + (medication = 3)::integer + (wound = 3)::integer
        >= areas_at_s4() then 4
      else greatest(invasive, medication, wound)
    end as s_level_raw
  from area
)
-- the hours of a run follow one another, so rows are hours
select
  encounter_key, hour, met, s_level_raw,
  max(s_level_raw) over (
    partition by encounter_key, run_hour order by hour
    rows between raise_rows() preceding and current row
  ) as s_level
from level
