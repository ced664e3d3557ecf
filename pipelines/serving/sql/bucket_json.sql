-- Need against staffing as on the wire: camelCase, RFC 3339 instants.
-- Grain: ward, bucket; in the order of the flat form.
select
  ward_id as "wardId", instant_text(from_at) as "from", instant_text(to_at) as "to",
  local_from as "localFrom", shift_id as "shiftId",
  hours, known_hours as "knownHours", balanced_hours as "balancedHours",
  hidden_hours as "hiddenHours", reason, provisional,
  patient_hours as "patientHours", census, arrivals, departures,
  minutes, minutes_low as "minutesLow", minutes_high as "minutesHigh",
  minutes_per_hour as "minutesPerHour",
  case when minutes is not null then {
    'base': base, 'generalCare': general_care, 'specialCare': special_care,
    'surveillance': surveillance, 'churn': churn, 'oneToOne': one_to_one, 'escort': escort
  } end as components,
  required, required_low as "requiredLow", required_high as "requiredHigh",
  case when rn is not null or na is not null then {'rn': rn, 'na': na} end as supply,
  case when rn_planned is not null or na_planned is not null
    then {'rn': rn_planned, 'na': na_planned} end as planned,
  load, gap, gap_per_hour as "gapPerHour", chppd,
  case when rn_share is not null then {
    'rnShare': rn_share, 'rnRequired': rn_required, 'rnShortfall': rn_shortfall,
    'shortfall': shortfall, 'fewerThanTwoRn': fewer_than_two_rn
  } end as flags,
  case when band_optimum is not null then {
    'low': band_low, 'optimum': band_optimum, 'high': band_high, 'basis': 'own-median'
  } end as band,
  coverage, imputed_patient_hours as "imputedPatientHours", model,
  instant_text(computed_at) as "computedAt"
from bucket_flat(readers, since, until, known, grain)
