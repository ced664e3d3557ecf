-- The counts of the hours before each hour's end (windows of PPBV Annex 2). An hour's end is its
-- instant, so windows are whole hours; the current hour's counts are `open_count`.
-- Grain: encounter, hour (as `grid`).
with span as (
  select who, min(hour) - interval 23 hours as first_hour, max(hour) as last_hour
  from grid
  group by who
), clock as (
  -- every hour, so that a window of hours is a number of rows
  select who, unnest(generate_series(first_hour, last_hour, interval 1 hour)) as hour from span
), timeline as (
  select
    clock.who, clock.hour, grid.provisional, grid.run_hour, grid.who is not null as in_grid,
    observation_hour.sets_of_two, observation_hour.sets_of_three, observation_hour.observations,
    observation_hour.codes,
    care_hour.* exclude (who, hour)
  from clock
  left join grid using (who, hour)
  left join observation_hour using (who, hour)
  left join care_hour using (who, hour)
), counted as (
  select
    who, hour, in_grid, provisional, run_hour,
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
  from timeline
  window
    h8 as (partition by who order by hour
      rows between 7 preceding and current row),
    h12 as (partition by who order by hour
      rows between 11 preceding and current row),
    h16 as (partition by who order by hour
      rows between 15 preceding and current row),
    h24 as (partition by who order by hour
      rows between 23 preceding and current row)
)
select * exclude (in_grid) from counted where in_grid
