-- Ward-hours as on the wire: camelCase, RFC 3339 instants.
-- Grain: ward, hour; in the order of the flat form.
select
  ward_id as "wardId", instant_text(hour) as hour, provisional,
  patient_hours as "patientHours", patients, census, arrivals, departures,
  minutes, minutes_low as "minutesLow", minutes_high as "minutesHigh",
  {
    'base': base, 'generalCare': general_care, 'specialCare': special_care,
    'surveillance': surveillance, 'churn': churn, 'oneToOne': one_to_one, 'escort': escort
  } as components,
  coverage, imputed_patients as "imputedPatients",
  instant_text(newest_input_at) as "newestInputAt", model, instant_text(computed_at) as "computedAt"
from ward_hour_flat
