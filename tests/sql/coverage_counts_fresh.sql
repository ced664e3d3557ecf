-- Coverage counts the fresh inputs of eleven, and a missing input has neither value nor time.
select encounter_id, hour
from encounter_hour_flat
where coverage <> ((respiratory_rate_freshness = 'fresh')::int + (spo2_freshness = 'fresh')::int
    + (on_oxygen_freshness = 'fresh')::int + (systolic_bp_freshness = 'fresh')::int
    + (heart_rate_freshness = 'fresh')::int + (consciousness_freshness = 'fresh')::int
    + (temperature_freshness = 'fresh')::int + (hygiene_freshness = 'fresh')::int
    + (nutrition_freshness = 'fresh')::int + (elimination_freshness = 'fresh')::int
    + (mobility_freshness = 'fresh')::int) / 11.0::double
  or (respiratory_rate is null) <> (respiratory_rate_at is null)
  or (spo2 is null) <> (spo2_at is null)
  or (hygiene is null) <> (hygiene_at is null)
