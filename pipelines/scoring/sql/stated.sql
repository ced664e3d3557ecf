-- What events say that a score counts, as numbers: of an observation its value (consciousness as its place in
-- ACVPU, oxygen as 1 or 0), of an escort its minutes, of an infusion its volume. `kind`: which word of the
-- vocabulary it is. `fact_event`: the events at hand. Moves are no facts, nor what was entered in error.
-- Missing-data rule: an implausible value is NULL; it counts as an observation made and is not scored.
-- Source: MODEL.md §4 (plausible ranges); words in schemas/vocabulary.ts.
-- Grain: event.
select
  event_row, encounter_key, occurred_at,
  coalesce(fact_kind.kind, kind_of_type(fact_event.type)) as kind,
  fact_event.type = 'observation' as is_observation,
  case
    when fact_kind.word = 'consciousness' then strpos('ACVPU', text)
    when fact_kind.word = 'supplemental-oxygen' then coalesce(value > 0, text = 'true')::integer
    when fact_event.type = 'task' then minutes
    when fact_event.type = 'medication' then volume_ml
    when plausible_low is null or value between plausible_low and plausible_high then value
  end::double as value,
  recorded_at
from fact_event
left join fact_kind
  on fact_kind.type = fact_event.type
  and fact_kind.word = if(fact_event.type = 'medication', fact_event.form, fact_event.code)
where horizon > 0 and not is_move and status <> 'entered-in-error'
