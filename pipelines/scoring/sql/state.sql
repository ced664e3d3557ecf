-- What is known at each evaluation instant: the latest value of each parameter, carried over the
-- hours, and the counts of the hours before (windows of PPBV Annex 2). An hour's end is its instant,
-- so windows are whole hours; the current hour's counts are `open_count`.
-- Missing-data rule: NULL where nothing was ever observed; age is judged later.
-- Grain: encounter, hour (as `grid`).
with carried as (
  select
    who, hour, in_grid, is_written, evaluated_at, provisional, run_hour,
    coalesce(last_value(spo2_scale ignore nulls) over past, 1) as spo2_scale,
    last_value(respiratory_rate ignore nulls) over past as respiratory_rate,
    last_value(respiratory_rate_at ignore nulls) over past as respiratory_rate_at,
    last_value(spo2 ignore nulls) over past as spo2,
    last_value(spo2_at ignore nulls) over past as spo2_at,
    last_value(on_oxygen ignore nulls) over past as on_oxygen,
    last_value(on_oxygen_at ignore nulls) over past as on_oxygen_at,
    last_value(systolic_bp ignore nulls) over past as systolic_bp,
    last_value(systolic_bp_at ignore nulls) over past as systolic_bp_at,
    last_value(heart_rate ignore nulls) over past as heart_rate,
    last_value(heart_rate_at ignore nulls) over past as heart_rate_at,
    last_value(consciousness ignore nulls) over past as consciousness,
    last_value(consciousness_at ignore nulls) over past as consciousness_at,
    last_value(temperature ignore nulls) over past as temperature,
    last_value(temperature_at ignore nulls) over past as temperature_at,
    last_value(hygiene ignore nulls) over past as hygiene,
    last_value(hygiene_at ignore nulls) over past as hygiene_at,
    last_value(nutrition ignore nulls) over past as nutrition,
    last_value(nutrition_at ignore nulls) over past as nutrition_at,
    last_value(elimination ignore nulls) over past as elimination,
    last_value(elimination_at ignore nulls) over past as elimination_at,
    last_value(mobility ignore nulls) over past as mobility,
    last_value(mobility_at ignore nulls) over past as mobility_at,
    last_value(barthel ignore nulls) over past as barthel,
    last_value(barthel_at ignore nulls) over past as barthel_at,
    last_value(barthel_extended ignore nulls) over past as barthel_extended,
    last_value(barthel_extended_at ignore nulls) over past as barthel_extended_at,
    last_value(mmse ignore nulls) over past as mmse,
    last_value(mmse_at ignore nulls) over past as mmse_at,
    last_value(complete_set_at ignore nulls) over past as complete_set_at,
    last_value(half_hours_scale_1 ignore nulls) over past as half_hours_scale_1,
    last_value(half_hours_scale_2 ignore nulls) over past as half_hours_scale_2,
    last_value(age ignore nulls) over past as age,
    last_value(pregnant ignore nulls) over past as pregnant,
    sum(sets_of_two) over h8 as sets_of_two_8h,
    sum(sets_of_three) over h12 as sets_of_three_12h,
    sum(observations) over h8 as observations_8h,
    sum(observations) over h12 as observations_12h,
    sum(suction) over h24 as suction_24h,
    sum(tracheal_suction) over h24 as tracheal_suction_24h,
    sum(insertion) over h24 as insertion_24h,
    sum(inhalation) over h24 as inhalation_24h,
    sum(dressing_simple) over h24 as dressing_simple_24h,
    sum(dressing_complex) over h24 as dressing_complex_24h,
    sum(infusion_ml) over h16 as infusion_ml_16h,
    sum(infusion_unknown) over h16 as infusion_unknown_16h,
    sum(short_infusion) over h16 as short_infusion_16h,
    sum(short_infusion) over h24 as short_infusion_24h,
    sum(transfusion) over h24 as transfusion_24h,
    sum(cytotoxic) over h24 as cytotoxic_24h,
    sum(intensive_drug) over h24 as intensive_drug_24h,
    bit_or(codes) over h8 as codes_8h,
    bit_or(codes) over h12 as codes_12h
  from hour_row
  window
    past as (partition by who order by hour rows unbounded preceding),
    h8 as (partition by who order by hour
      range between interval 7 hours preceding and current row),
    h12 as (partition by who order by hour
      range between interval 11 hours preceding and current row),
    h16 as (partition by who order by hour
      range between interval 15 hours preceding and current row),
    h24 as (partition by who order by hour
      range between interval 23 hours preceding and current row)
)
select * exclude (in_grid) from carried where in_grid
