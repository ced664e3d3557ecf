-- What was observed in one minute: how many values of counted codes and which (a bit a code), and the
-- NEWS2 parameters.
-- Source: MODEL.md §7 (observation sets).
-- Grain: encounter, minute with a counted code.
select
  encounter_key,
  date_trunc('minute', occurred_at) as minute,
  sum(events)::integer as observations,
  bit_or(counted_bit) as codes,
  arg_max(case when kind = kind('respiratory-rate') then value end, occurred_at) as respiratory_rate,
  arg_max(case when kind = kind('spo2') then value end, occurred_at) as spo2,
  arg_max(case when kind = kind('supplemental-oxygen') then value end, occurred_at) as on_oxygen,
  arg_max(case when kind = kind('systolic-bp') then value end, occurred_at) as systolic_bp,
  arg_max(case when kind = kind('heart-rate') then value end, occurred_at) as heart_rate,
  arg_max(case when kind = kind('consciousness') then value end, occurred_at) as consciousness,
  arg_max(case when kind = kind('temperature') then value end, occurred_at) as temperature
from slice_fact join (from fact_kind where counted_bit is not null) fact_kind using (kind)
group by encounter_key, minute
