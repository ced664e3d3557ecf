-- Encounter-hours as on the wire: camelCase, RFC 3339 instants, inputs and counts nested.
-- Grain: encounter, ward, hour; in the order of the flat form.
select
  encounter_id as "encounterId", ward_id as "wardId", bed, instant_text(hour) as hour, is_day as "isDay", day_hours as "dayHours",
  night_patients_per_staff as "nightPatientsPerStaff",
  provisional, presence, arrivals, departures, present_at_end as "presentAtEnd",
  minutes, minutes_low as "minutesLow", minutes_high as "minutesHigh", index, coverage,
  news2, news2_low as "news2Low", news2_high as "news2High", news2_reason as "news2Reason",
  a_level as "aLevel", a_level_low as "aLevelLow", a_level_high as "aLevelHigh",
  sets_per_day as "setsPerDay",
  s_level as "sLevel", s_level_raw as "sLevelRaw",
  list_filter(string_split(s_criteria, ','), lambda code: code <> '') as "sCriteria",
  {
    'base': base, 'generalCare': general_care, 'specialCare': special_care,
    'surveillance': surveillance, 'churn': churn, 'oneToOne': one_to_one, 'escort': escort
  } as components,
  {
    'respiratory-rate': input(respiratory_rate, respiratory_rate_at, respiratory_rate_freshness),
    'spo2': input(spo2, spo2_at, spo2_freshness),
    'supplemental-oxygen': input(on_oxygen, on_oxygen_at, on_oxygen_freshness),
    'systolic-bp': input(systolic_bp, systolic_bp_at, systolic_bp_freshness),
    'heart-rate': input(heart_rate, heart_rate_at, heart_rate_freshness),
    'consciousness': input(consciousness, consciousness_at, consciousness_freshness),
    'temperature': input(temperature, temperature_at, temperature_freshness),
    'function.hygiene': input(hygiene, hygiene_at, hygiene_freshness),
    'function.nutrition': input(nutrition, nutrition_at, nutrition_freshness),
    'function.elimination': input(elimination, elimination_at, elimination_freshness),
    'function.mobility': input(mobility, mobility_at, mobility_freshness)
  } as inputs,
  {
    'spo2Scale': spo2_scale, 'barthel': barthel, 'barthelExtended': barthel_extended, 'mmse': mmse,
    'isolation': isolation, 'palliative': palliative, 'centralLine': central_line
  } as circumstances,
  {
    'setsOfTwo8h': sets_of_two_8h, 'setsOfThree12h': sets_of_three_12h,
    'observations8h': observations_8h, 'observations12h': observations_12h,
    'suction24h': suction_24h, 'trachealSuction24h': tracheal_suction_24h,
    'insertion24h': insertion_24h, 'infusionMl16h': infusion_ml_16h,
    'shortInfusion16h': short_infusion_16h, 'shortInfusion24h': short_infusion_24h,
    'transfusion24h': transfusion_24h, 'cytotoxic24h': cytotoxic_24h,
    'inhalation24h': inhalation_24h, 'intensiveDrug24h': intensive_drug_24h,
    'dressingSimple24h': dressing_simple_24h, 'dressingComplex24h': dressing_complex_24h
  } as counts,
  instant_text(care_at) as "careAt",
  list_filter(string_split(imputed, ','), lambda name: name <> '') as imputed,
  vitals_overdue as "vitalsOverdue",
  model, partition, "offset", instant_text(computed_at) as "computedAt"
from encounter_hour_flat
