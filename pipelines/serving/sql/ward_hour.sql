-- Required nursing of a ward in an hour: exact sums over its encounter-hours.
-- Source: care-intensity contract §7. `coverage` is the mean weighted by presence, divided last;
-- NULL where nobody was present.
-- `counted_hour`: the encounter-hours of the ward-hours to sum.
-- Grain: ward, hour.
select
  ward_id, hour,
  bool_or(provisional) as provisional,
  sum(presence_us)::bigint as presence_us,
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
  case when sum(presence_us) > 0
    then sum(presence_us::hugeint * fresh_inputs)::double / (11 * sum(presence_us))::double
  end as coverage,
  count(*) filter (
    escort_unknown or elimination is null or hygiene is null or mobility is null
    or nutrition is null or infusion_unknown_16h > 0
    or consciousness is not null and consciousness_at is null
    or on_oxygen is not null and on_oxygen_at is null
  ) as imputed_patients,
  any_value(model) as model,
  max(computed_at) as computed_at
from counted_hour
group by ward_id, hour
