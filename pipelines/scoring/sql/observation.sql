-- What was observed at an instant: one value of each code, as a number (consciousness as its place in
-- ACVPU, oxygen as 1 or 0). Of several at the same instant the latest recorded counts, then by
-- (source, id). Implausible values count as observations made and are not scored (NULL).
-- Source: MODEL.md §4 (plausible ranges); codes in schemas/vocabulary.ts.
-- Grain: encounter, code, instant.
with seen as (
  select
    encounter_key, code, occurred_at, counted_bit,
    case
      when code = 'consciousness' then strpos('ACVPU', text)
      when code = 'supplemental-oxygen' then coalesce(value > 0, text = 'true')::integer
      when plausible_low is null or value between plausible_low and plausible_high then value
    end as value,
    {'r': recorded_at, 's': source, 'i': id} as rank
  from slice_event join observation_code using (code)
  where type = 'observation'
)
select
  encounter_key, code, occurred_at,
  arg_max(value, rank) as value,
  count(counted_bit)::integer as observations,
  any_value(counted_bit) as counted_bit
from seen
group by encounter_key, code, occurred_at
