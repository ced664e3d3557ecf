-- Special-care level S1..S4 (PPBV §11, Annex 2) from the counts: the criteria of the model that they meet
-- (`s_criteria`, by code), each area's level by those, and the level used: the highest raw level of the
-- hour and the three before it since admission (raised at once, lowered after four hours: our assumption).
-- Grain: encounter, hour (as `evaluation_hour`).
with counted as (
  select
    care_count_full_hour.encounter_key, care_count_full_hour.hour, care_count_full_hour.run_hour,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.sets_of_two_8h, care_count_full_hour.sets_of_two_8h), 0)::integer as sets_of_two_8h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.sets_of_three_12h, care_count_full_hour.sets_of_three_12h), 0)::integer as sets_of_three_12h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.observations_8h, care_count_full_hour.observations_8h), 0)::integer as observations_8h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.observations_12h, care_count_full_hour.observations_12h), 0)::integer as observations_12h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.suction_24h, care_count_full_hour.suction_24h), 0)::integer as suction_24h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.tracheal_suction_24h, care_count_full_hour.tracheal_suction_24h), 0)::integer as tracheal_suction_24h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.insertion_24h, care_count_full_hour.insertion_24h), 0)::integer as insertion_24h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.inhalation_24h, care_count_full_hour.inhalation_24h), 0)::integer as inhalation_24h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.dressing_simple_24h, care_count_full_hour.dressing_simple_24h), 0)::integer as dressing_simple_24h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.dressing_complex_24h, care_count_full_hour.dressing_complex_24h), 0)::integer as dressing_complex_24h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.infusion_ml_16h, care_count_full_hour.infusion_ml_16h), 0)::decimal(18, 6) as infusion_ml_16h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.infusion_unknown_16h, care_count_full_hour.infusion_unknown_16h), 0)::integer as infusion_unknown_16h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.short_infusion_16h, care_count_full_hour.short_infusion_16h), 0)::integer as short_infusion_16h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.short_infusion_24h, care_count_full_hour.short_infusion_24h), 0)::integer as short_infusion_24h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.transfusion_24h, care_count_full_hour.transfusion_24h), 0)::integer as transfusion_24h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.cytotoxic_24h, care_count_full_hour.cytotoxic_24h), 0)::integer as cytotoxic_24h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.intensive_drug_24h, care_count_full_hour.intensive_drug_24h), 0)::integer as intensive_drug_24h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.codes_8h, care_count_full_hour.codes_8h), 0)::integer as codes_8h,
    coalesce(if(care_count_full_hour.provisional, care_count_current_hour.codes_12h, care_count_full_hour.codes_12h), 0)::integer as codes_12h,
    coalesce(active_care_need.central_line, false) as central_line,
    coalesce(active_care_need.palliative, false) as palliative
  from care_count_full_hour
  left join care_count_current_hour using (encounter_key, hour)
  left join active_care_need using (encounter_key, hour)
), met as (
  select counted.*, met_criteria(counted, site.count_values) as met from counted, site
), area as (
  select
    * exclude (met, codes_8h, codes_12h),
    criterion_codes(met) as s_criteria,
    area_level(met, 'invasive') as invasive,
    area_level(met, 'medication') as medication,
    area_level(met, 'wound') as wound
  from met
), level as (
  select
    * exclude (invasive, medication, wound),
    case
      when (invasive = 3)::integer + (medication = 3)::integer + (wound = 3)::integer
        >= areas_at_s4() then 4
      else greatest(invasive, medication, wound)
    end as s_level_raw
  from area
)
-- the hours of a run follow one another, so rows are hours
select
  * exclude (run_hour),
  max(s_level_raw) over (
    partition by encounter_key, run_hour order by hour
    rows between raise_rows() preceding and current row
  ) as s_level
from level
