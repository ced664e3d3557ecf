-- Coverage is fresh inputs over eleven, and a missing input has neither value nor time.
select encounter_id, hour
from encounter_hour
where coverage <> fresh_inputs / 11.0::double
  or fresh_inputs <> (respiratory_rate_freshness = 'fresh')::int + (spo2_freshness = 'fresh')::int
    + (on_oxygen_freshness = 'fresh')::int + (systolic_bp_freshness = 'fresh')::int
    + (heart_rate_freshness = 'fresh')::int + (consciousness_freshness = 'fresh')::int
    + (temperature_freshness = 'fresh')::int + (hygiene_freshness = 'fresh')::int
    + (nutrition_freshness = 'fresh')::int + (elimination_freshness = 'fresh')::int
    + (mobility_freshness = 'fresh')::int
  or (respiratory_rate_freshness = 'missing') <> (respiratory_rate is null)
  or (spo2_freshness = 'missing') <> (spo2_at is null)
  or (hygiene_freshness = 'missing') <> (hygiene is null)
