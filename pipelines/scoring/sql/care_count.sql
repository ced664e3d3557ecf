-- The counts behind the S level: at each evaluation instant E, what lies in [E − w, E).
-- Source: PPBV Annex 2 (windows of 8, 12, 16 and 24 hours).
-- Grain: encounter, hour (as `grid`).
with timeline as (
  select
    encounter_id, hour, run_start, evaluated_at - interval 1 microsecond as moment,
    0 as sets_of_two, 0 as sets_of_three, 0 as observations, 0 as codes,
    0 as suction, 0 as tracheal_suction, 0 as insertion, 0 as inhalation,
    0 as dressing_simple, 0 as dressing_complex,
    0 as infusion_ml, 0 as infusion_unknown, 0 as short_infusion,
    0 as transfusion, 0 as cytotoxic, 0 as intensive_drug
  from grid
  union all by name
  select * from care_item
), counted as (
  select
    encounter_id, hour, run_start,
    sum(sets_of_two) over h8 as sets_of_two_8h,
    sum(sets_of_three) over h12 as sets_of_three_12h,
    sum(observations) over h8 as observations_8h,
    bit_or(codes) over h8 as codes_8h,
    sum(observations) over h12 as observations_12h,
    bit_or(codes) over h12 as codes_12h,
    sum(suction) over h24 as suction_24h,
    sum(tracheal_suction) over h24 as tracheal_suction_24h,
    sum(insertion) over h24 as insertion_24h,
    sum(infusion_ml) over h16 as infusion_ml_16h,
    sum(infusion_unknown) over h16 as infusion_unknown_16h,
    sum(short_infusion) over h16 as short_infusion_16h,
    sum(short_infusion) over h24 as short_infusion_24h,
    sum(transfusion) over h24 as transfusion_24h,
    sum(cytotoxic) over h24 as cytotoxic_24h,
    sum(inhalation) over h24 as inhalation_24h,
    sum(intensive_drug) over h24 as intensive_drug_24h,
    sum(dressing_simple) over h24 as dressing_simple_24h,
    sum(dressing_complex) over h24 as dressing_complex_24h
  from timeline
  window
    h8 as (partition by encounter_id order by moment
      range between interval '7:59:59.999999' preceding and current row),
    h12 as (partition by encounter_id order by moment
      range between interval '11:59:59.999999' preceding and current row),
    h16 as (partition by encounter_id order by moment
      range between interval '15:59:59.999999' preceding and current row),
    h24 as (partition by encounter_id order by moment
      range between interval '23:59:59.999999' preceding and current row)
)
select * from counted where hour is not null
