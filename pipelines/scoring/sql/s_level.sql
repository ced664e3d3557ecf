-- Special-care level S1..S4 (PPBV §11, Annex 2) from the counts, and the level used: the highest raw
-- level of the hour and the three before it since admission (raised at once, lowered after four
-- hours: our assumption).
-- Grain: encounter, hour (as `grid`).
with area as (
  select
    care_count.*,
    coalesce(need_at.central_line, false) as central_line,
    case
      when if(site.count_values, observations_12h >= 18 and bit_count(codes_12h) >= 3,
          sets_of_three_12h >= 6)
        or tracheal_suction_24h > 4 then 3
      when if(site.count_values, observations_8h >= 8 and bit_count(codes_8h) >= 2,
          sets_of_two_8h >= 4)
        or suction_24h > 3 or insertion_24h >= 1 or coalesce(need_at.central_line, false) then 2
      else 1
    end as invasive,
    case
      when short_infusion_24h >= 5 or transfusion_24h >= 3 or intensive_drug_24h >= 1 then 3
      when infusion_ml_16h >= 1000 or short_infusion_16h >= 2 or transfusion_24h >= 1
        or cytotoxic_24h >= 1 or inhalation_24h >= 3 then 2
      else 1
    end as medication,
    case
      when dressing_complex_24h >= 2 or dressing_simple_24h >= 3 then 3
      when dressing_complex_24h >= 1 or dressing_simple_24h >= 2 then 2
      else 1
    end as wound
  from care_count
  left join need_at using (encounter_id, hour)
  cross join site
), level as (
  select
    *,
    case
      when (invasive = 3)::integer + (medication = 3)::integer + (wound = 3)::integer >= 2 then 4
      else greatest(invasive, medication, wound)
    end as s_level_raw
  from area
)
select
  * exclude (run_start),
  max(s_level_raw) over (
    partition by encounter_id, run_start order by hour
    range between interval 3 hours preceding and current row
  ) as s_level
from level
