-- What was observed in one minute: how many values of counted codes and which (a bit a code), and the
-- NEWS2 parameters.
-- Source: MODEL.md §7 (observation sets).
-- Grain: encounter, minute.
select
  encounter_key,
  date_trunc('minute', occurred_at) as minute,
  sum(observations)::integer as observations,
  coalesce(bit_or(counted_bit), 0) as codes,
  arg_max(case when code = 'respiratory-rate' then value end, occurred_at) as respiratory_rate,
  arg_max(case when code = 'spo2' then value end, occurred_at) as spo2,
  arg_max(case when code = 'supplemental-oxygen' then value end, occurred_at) as on_oxygen,
  arg_max(case when code = 'systolic-bp' then value end, occurred_at) as systolic_bp,
  arg_max(case when code = 'heart-rate' then value end, occurred_at) as heart_rate,
  arg_max(case when code = 'consciousness' then value end, occurred_at) as consciousness,
  arg_max(case when code = 'temperature' then value end, occurred_at) as temperature
from observation
group by encounter_key, minute
