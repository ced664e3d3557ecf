-- Required nursing of a ward in an hour: exact sums over its encounter-hours.
-- Source: BALANCE.md, Need. Coverage, the mean weighted by presence, is `covered_us` over eleven
-- times the presence, divided last.
-- `counted_hour`: the encounter-hours of the ward-hours to sum.
-- Grain: ward, hour.
select
  ward_id, hour,
  bool_or(provisional) as provisional,
  sum(presence_us)::bigint as presence_us,
  count(*) as patients,
  count(*) filter (present_at_end) as census,
  sum(arrivals)::integer as arrivals,
  sum(departures)::integer as departures,
  sum(base)::bigint as base,
  sum(general_care)::bigint as general_care,
  sum(special_care)::bigint as special_care,
  sum(surveillance)::bigint as surveillance,
  sum(churn)::bigint as churn,
  sum(one_to_one)::bigint as one_to_one,
  sum(escort)::bigint as escort,
  sum(minutes)::bigint as minutes,
  sum(minutes_low)::bigint as minutes_low,
  sum(minutes_high)::bigint as minutes_high,
  sum(presence_us * fresh_inputs)::bigint as covered_us,
  count(*) filter (
    escort_unknown or elimination is null or hygiene is null or mobility is null
    or nutrition is null or infusion_unknown_16h > 0
    or consciousness is not null and consciousness_at is null
    or on_oxygen is not null and on_oxygen_at is null
  ) as imputed_patients,
  max(greatest(respiratory_rate_at, spo2_at, on_oxygen_at, systolic_bp_at, heart_rate_at,
    consciousness_at, temperature_at, hygiene_at, nutrition_at, elimination_at, mobility_at))
    as newest_input_at,
  any_value(model) as model,
  max(computed_at) as computed_at
from counted_hour
group by ward_id, hour
