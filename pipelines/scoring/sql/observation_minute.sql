-- What was observed in one minute: the latest plausible value of each parameter, how many values of
-- counted codes there were and which (a bit a code). Implausible values count as observations made
-- and are not scored. Ties in time go to the later recording, then to (source, id).
-- Source: care-intensity contract §2 (codes, plausible ranges), §4 (observation sets).
-- Grain: encounter, minute.
with seen as (
  select
    who, occurred_at, value, text, code,
    counted_bit,
    {'t': occurred_at, 'r': recorded_at, 's': source, 'i': id} as rank,
    value is null or plausible_low is null or value between plausible_low and plausible_high
      as plausible
  from scoped_event join observation_code using (code)
  where type = 'observation'
)
select
  who,
  date_trunc('minute', occurred_at) as minute,
  count(counted_bit)::integer as observations,
  coalesce(bit_or(counted_bit), 0) as codes,
  arg_max(value, rank) filter (code = 'respiratory-rate' and plausible) as respiratory_rate,
  max(occurred_at) filter (code = 'respiratory-rate' and plausible) as respiratory_rate_at,
  arg_max(value, rank) filter (code = 'spo2' and plausible) as spo2,
  max(occurred_at) filter (code = 'spo2' and plausible) as spo2_at,
  arg_max(coalesce(value > 0, text = 'true'), rank) filter (code = 'supplemental-oxygen')
    as on_oxygen,
  max(occurred_at) filter (code = 'supplemental-oxygen') as on_oxygen_at,
  arg_max(value, rank) filter (code = 'systolic-bp' and plausible) as systolic_bp,
  max(occurred_at) filter (code = 'systolic-bp' and plausible) as systolic_bp_at,
  arg_max(value, rank) filter (code = 'heart-rate' and plausible) as heart_rate,
  max(occurred_at) filter (code = 'heart-rate' and plausible) as heart_rate_at,
  arg_max(text, rank) filter (code = 'consciousness') as consciousness,
  max(occurred_at) filter (code = 'consciousness') as consciousness_at,
  arg_max(value, rank) filter (code = 'temperature' and plausible) as temperature,
  max(occurred_at) filter (code = 'temperature' and plausible) as temperature_at,
  arg_max(value, rank) filter (code = 'spo2-scale') as spo2_scale,
  arg_max(value, rank) filter (code = 'function.hygiene') as hygiene,
  max(occurred_at) filter (code = 'function.hygiene') as hygiene_at,
  arg_max(value, rank) filter (code = 'function.nutrition') as nutrition,
  max(occurred_at) filter (code = 'function.nutrition') as nutrition_at,
  arg_max(value, rank) filter (code = 'function.elimination') as elimination,
  max(occurred_at) filter (code = 'function.elimination') as elimination_at,
  arg_max(value, rank) filter (code = 'function.mobility') as mobility,
  max(occurred_at) filter (code = 'function.mobility') as mobility_at,
  arg_max(value, rank) filter (code = 'barthel') as barthel,
  max(occurred_at) filter (code = 'barthel') as barthel_at,
  arg_max(value, rank) filter (code = 'barthel-extended') as barthel_extended,
  max(occurred_at) filter (code = 'barthel-extended') as barthel_extended_at,
  arg_max(value, rank) filter (code = 'mmse') as mmse,
  max(occurred_at) filter (code = 'mmse') as mmse_at
from seen
group by who, minute
