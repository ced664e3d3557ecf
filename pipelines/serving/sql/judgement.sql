-- The charge nurses' own judgements of their wards' load, of events that count. Only readers of the treating
-- unit see a note, and only those who judge the ward the id, by which they change a judgement of the dashboards or take it
-- back.
-- Grain: judgement event; in order.
select
  ward_id, occurred_at, local_text(occurred_at) as local_time, value,
  if(treating, note, null) as note, recorded_at,
  if(judges and source = 'dashboard', id, null) as id
from effective_ward_event(known)
join (
  select unnest(from_json(readers, '[{"ward_id":"varchar","treating":"boolean","judges":"boolean"}]'), recursive := true)
) reader using (ward_id)
where type = 'judgement' and occurred_at >= since and occurred_at < until
order by occurred_at, ward_id, recorded_at, value, note, id
