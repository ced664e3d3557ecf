-- NEWS2 with its bounds from what is known at the evaluation instant.
-- Source: Royal College of Physicians 2017; the published table is models/news2.json.
-- Missing-data rule: fresh and stale values score, older ones are missing (NULL). `news2` needs all
-- seven; `news2_low` sums what is there (missing oxygen reads as air), `news2_high` adds the most
-- each missing parameter could (3; oxygen 2, and SpO2 scale 2 then reads as on oxygen). A value
-- assumed by the site's switches scores and has no time. No score under 16 or pregnant.
-- Grain: encounter, hour (as `evaluation_hour`). Function levels pass through, for `a_level`.
with timely as (
  select
    * replace (
      if(respiratory_rate_at >= vital_since, respiratory_rate_at, null) as respiratory_rate_at,
      if(spo2_at >= vital_since, spo2_at, null) as spo2_at,
      if(on_oxygen_at >= vital_since, on_oxygen_at, null) as on_oxygen_at,
      if(systolic_bp_at >= vital_since, systolic_bp_at, null) as systolic_bp_at,
      if(heart_rate_at >= vital_since, heart_rate_at, null) as heart_rate_at,
      if(consciousness_at >= vital_since, consciousness_at, null) as consciousness_at,
      if(temperature_at >= vital_since, temperature_at, null) as temperature_at
    )
  from (select *, evaluated_at - to_hours(vital_stale_hours()) as vital_since from patient_state_hour)
), known as (
  select
    encounter_key, hour, provisional, is_written, evaluated_at, spo2_scale,
    hygiene, hygiene_at, nutrition, nutrition_at, elimination, elimination_at, mobility, mobility_at,
    barthel, barthel_at, barthel_extended, barthel_extended_at, mmse, mmse_at,
    respiratory_rate_at, spo2_at, on_oxygen_at, systolic_bp_at, heart_rate_at, consciousness_at,
    temperature_at,
    if(respiratory_rate_at is null, null, respiratory_rate) as respiratory_rate,
    if(spo2_at is null, null, spo2) as spo2,
    case
      when on_oxygen_at is not null then on_oxygen = 1
      when assume_air and spo2_at is not null then false
    end as on_oxygen,
    if(systolic_bp_at is null, null, systolic_bp) as systolic_bp,
    if(heart_rate_at is null, null, heart_rate) as heart_rate,
    case
      when consciousness_at is not null then substr('ACVPU', consciousness::integer, 1)
      when assume_alert then 'A'
    end as consciousness,
    if(temperature_at is null, null, temperature) as temperature,
    case when age < 16 then 'under-16' when pregnant then 'pregnant' end as news2_reason,
    case when complete_set_at >= evaluated_at - interval 24 hours then
      (epoch_us(evaluated_at) - epoch_us(complete_set_at))
        / (if(spo2_scale = 2, half_hours_scale_2, half_hours_scale_1) * 1800000000.0::double)
    end as vitals_overdue
  from timely, site
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
    -- greatest() ignores NULLs
    coalesce(greatest(p_respiratory_rate, p_spo2, p_systolic_bp, p_heart_rate, p_consciousness,
      p_temperature) = 3, false) as single_3_low,
    greatest(coalesce(p_respiratory_rate, 3), coalesce(p_spo2_high, 3), coalesce(p_systolic_bp, 3),
      coalesce(p_heart_rate, 3), coalesce(p_consciousness, 3), coalesce(p_temperature, 3)) = 3
      as single_3_high
  from pointed
)
select
  * exclude (total, low, high, single_3_low, single_3_high, vitals_overdue,
    p_respiratory_rate, p_spo2, p_spo2_high, p_oxygen, p_systolic_bp, p_heart_rate,
    p_consciousness, p_temperature),
  if(news2_reason is null, total, null) as news2,
  if(news2_reason is null, low, null) as news2_low,
  if(news2_reason is null, high, null) as news2_high,
  news2_sets_per_day(if(news2_reason is null, low, null), single_3_low) as sets_per_day,
  news2_sets_per_day(if(news2_reason is null, high, null), single_3_high) as sets_per_day_high,
  vital_fresh(respiratory_rate_at, evaluated_at) + vital_fresh(spo2_at, evaluated_at)
    + vital_fresh(on_oxygen_at, evaluated_at) + vital_fresh(systolic_bp_at, evaluated_at)
    + vital_fresh(heart_rate_at, evaluated_at) + vital_fresh(consciousness_at, evaluated_at)
    + vital_fresh(temperature_at, evaluated_at) as fresh_vitals,
  if(news2_reason is null, vitals_overdue, null) as vitals_overdue
from summed
