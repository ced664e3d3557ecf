-- NEWS2 with its bounds from what is known at the evaluation instant.
-- Source: Royal College of Physicians 2017; the published table is models/news2.json.
-- Missing-data rule: fresh and stale values score, older ones are missing. `news2` needs all seven;
-- `news2_low` sums what is there (missing oxygen reads as air), `news2_high` adds the most each
-- missing parameter could (3; oxygen 2, and SpO2 scale 2 then reads as on oxygen). A value assumed
-- by the site's switches scores and is not fresh. No score under 16 or pregnant.
-- Grain: encounter, hour (as `grid`).
with aged as (
  select
    state.encounter_id, state.hour, evaluated_at, spo2_scale, complete_set_at,
    if(spo2_scale = 2, half_hours_scale_2, half_hours_scale_1) as half_hours,
    case
      when person.age < 16 then 'under-16'
      when person.pregnant then 'pregnant'
    end as news2_reason,
    site.assume_alert, site.assume_air,
    vital_freshness(respiratory_rate_at, evaluated_at) as respiratory_rate_freshness,
    vital_freshness(spo2_at, evaluated_at) as spo2_freshness,
    vital_freshness(on_oxygen_at, evaluated_at) as on_oxygen_freshness,
    vital_freshness(systolic_bp_at, evaluated_at) as systolic_bp_freshness,
    vital_freshness(heart_rate_at, evaluated_at) as heart_rate_freshness,
    vital_freshness(consciousness_at, evaluated_at) as consciousness_freshness,
    vital_freshness(temperature_at, evaluated_at) as temperature_freshness,
    respiratory_rate, respiratory_rate_at, spo2, spo2_at, on_oxygen, on_oxygen_at,
    systolic_bp, systolic_bp_at, heart_rate, heart_rate_at, consciousness, consciousness_at,
    temperature, temperature_at
  from state
  left join person using (encounter_id, hour)
  cross join site
), known as (
  select
    * replace (
      if(respiratory_rate_freshness = 'missing', null, respiratory_rate) as respiratory_rate,
      if(respiratory_rate_freshness = 'missing', null, respiratory_rate_at) as respiratory_rate_at,
      if(spo2_freshness = 'missing', null, spo2) as spo2,
      if(spo2_freshness = 'missing', null, spo2_at) as spo2_at,
      case
        when on_oxygen_freshness <> 'missing' then on_oxygen
        when assume_air and spo2_freshness <> 'missing' then false
      end as on_oxygen,
      if(on_oxygen_freshness = 'missing', null, on_oxygen_at) as on_oxygen_at,
      case
        when on_oxygen_freshness <> 'missing' then on_oxygen_freshness
        when assume_air and spo2_freshness <> 'missing' then 'assumed'
        else 'missing'
      end as on_oxygen_freshness,
      if(systolic_bp_freshness = 'missing', null, systolic_bp) as systolic_bp,
      if(systolic_bp_freshness = 'missing', null, systolic_bp_at) as systolic_bp_at,
      if(heart_rate_freshness = 'missing', null, heart_rate) as heart_rate,
      if(heart_rate_freshness = 'missing', null, heart_rate_at) as heart_rate_at,
      case
        when consciousness_freshness <> 'missing' then consciousness
        when assume_alert then 'A'
      end as consciousness,
      if(consciousness_freshness = 'missing', null, consciousness_at) as consciousness_at,
      case
        when consciousness_freshness <> 'missing' then consciousness_freshness
        when assume_alert then 'assumed'
        else 'missing'
      end as consciousness_freshness,
      if(temperature_freshness = 'missing', null, temperature) as temperature,
      if(temperature_freshness = 'missing', null, temperature_at) as temperature_at
    )
  from aged
), pointed as (
  select
    *,
    news2_respiratory_rate(respiratory_rate) as p_respiratory_rate,
    news2_spo2(spo2, spo2_scale, coalesce(on_oxygen, false)) as p_spo2,
    news2_spo2(spo2, spo2_scale, coalesce(on_oxygen, true)) as p_spo2_high,
    news2_oxygen(on_oxygen) as p_oxygen,
    news2_systolic_bp(systolic_bp) as p_systolic_bp,
    news2_heart_rate(heart_rate) as p_heart_rate,
    news2_consciousness(consciousness) as p_consciousness,
    news2_temperature(temperature) as p_temperature
  from known
), summed as (
  select
    *,
    p_respiratory_rate + p_spo2 + p_oxygen + p_systolic_bp + p_heart_rate + p_consciousness
      + p_temperature as total,
    coalesce(p_respiratory_rate, 0) + coalesce(p_spo2, 0) + coalesce(p_oxygen, 0)
      + coalesce(p_systolic_bp, 0) + coalesce(p_heart_rate, 0) + coalesce(p_consciousness, 0)
      + coalesce(p_temperature, 0) as low,
    coalesce(p_respiratory_rate, 3) + coalesce(p_spo2_high, 3) + coalesce(p_oxygen, 2)
      + coalesce(p_systolic_bp, 3) + coalesce(p_heart_rate, 3) + coalesce(p_consciousness, 3)
      + coalesce(p_temperature, 3) as high,
    coalesce(greatest(p_respiratory_rate, p_spo2, p_systolic_bp, p_heart_rate, p_consciousness,
      p_temperature) = 3, false) as single_3_low,
    greatest(coalesce(p_respiratory_rate, 3), coalesce(p_spo2_high, 3), coalesce(p_systolic_bp, 3),
      coalesce(p_heart_rate, 3), coalesce(p_consciousness, 3), coalesce(p_temperature, 3)) = 3
      as single_3_high
  from pointed
)
select
  * exclude (total, low, high, single_3_low, single_3_high, evaluated_at, assume_alert, assume_air,
    complete_set_at, half_hours, p_spo2_high),
  if(news2_reason is null, total, null) as news2,
  if(news2_reason is null, low, null) as news2_low,
  if(news2_reason is null, high, null) as news2_high,
  news2_sets_per_day(if(news2_reason is null, low, null), single_3_low) as sets_per_day,
  news2_sets_per_day(if(news2_reason is null, high, null), single_3_high) as sets_per_day_high,
  (respiratory_rate_freshness = 'fresh')::integer + (spo2_freshness = 'fresh')::integer
    + (on_oxygen_freshness = 'fresh')::integer + (systolic_bp_freshness = 'fresh')::integer
    + (heart_rate_freshness = 'fresh')::integer + (consciousness_freshness = 'fresh')::integer
    + (temperature_freshness = 'fresh')::integer as fresh_vitals,
  if(
    news2_reason is null and complete_set_at >= evaluated_at - interval 24 hours,
    (epoch_us(evaluated_at) - epoch_us(complete_set_at)) / (half_hours * 1800000000.0),
    null
  ) as vitals_overdue
from summed
