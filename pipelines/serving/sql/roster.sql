-- Staffing as it was reported: of each event the version that counts.
-- Grain: staffing event; in order.
select
  ward_id, role, basis, from_at as "from", to_at as "to", local_text(from_at) as local_from,
  headcount, recorded_at
from effective_ward_event(known)
join (select unnest(from_json(readers, '["json"]'))->>'ward_id' as ward_id) reader using (ward_id)
where type = 'staffing' and from_at < until and to_at > since
order by from_at, ward_id, role, basis, to_at, headcount, recorded_at
