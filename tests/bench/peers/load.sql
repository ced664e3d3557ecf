-- A file of sound events into a table with the version of each that counts.
-- Variables of psql: `file`.
\set ON_ERROR_STOP on
set client_min_messages = warning;
create unlogged table line (body jsonb);
copy line from :'file' with (format csv, quote e'\x01', delimiter e'\x02');
create unlogged table event as
select distinct on (body ->> 'source', body ->> 'id')
  body ->> 'source' as source, body ->> 'id' as id, body ->> 'type' as type,
  coalesce(body ->> 'status', 'final') as status,
  body ->> 'encounterId' as encounter_id, body ->> 'wardId' as ward_id, body ->> 'bed' as bed,
  body ->> 'code' as code, body ->> 'form' as form, body ->> 'value' as value,
  (body ->> 'minutes')::numeric as minutes, (body ->> 'volumeMl')::numeric as volume_ml,
  (body ->> 'age')::numeric as age, (body ->> 'pregnant')::boolean as pregnant,
  (body ->> 'occurredAt')::timestamptz at time zone 'UTC' as at,
  (body ->> 'recordedAt')::timestamptz at time zone 'UTC' as recorded_at
from line
order by
  body ->> 'source', body ->> 'id', (body ->> 'recordedAt')::timestamptz desc,
  case body ->> 'status' when 'entered-in-error' then 2 when 'amended' then 1 else 0 end desc;
drop table line;
analyze event;
