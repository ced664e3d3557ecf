-- Care needs active at the evaluation instant: begun before it and not yet ended.
-- Grain: encounter, hour; only hours with such a need.
select
  evaluation_hour.encounter_key, evaluation_hour.hour,
  bool_or(care_need.code = 'central-line') as central_line,
  bool_or(care_need.code = 'palliative') as palliative
from evaluation_hour
join care_need
  on care_need.encounter_key = evaluation_hour.encounter_key
  and care_need.start_at < evaluation_hour.evaluated_at
  and (care_need.end_at is null or care_need.end_at >= evaluation_hour.evaluated_at)
where care_need.code in ('central-line', 'palliative')
group by all
