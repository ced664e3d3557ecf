-- Age and pregnancy from admissions, the latest within an hour; of admissions of one instant the
-- later recorded counts, then the greater.
-- Grain: encounter, hour with such an admission before stream time.
select
  encounter_key, date_trunc('hour', occurred_at) as hour,
  arg_max(age, {'t': occurred_at, 'r': recorded_at, 'v': age}) as age,
  arg_max(pregnant, {'t': occurred_at, 'r': recorded_at, 'v': pregnant}) as pregnant
from persistent_event join rescore_slice using (encounter_key)
where type = 'admission' and (age is not null or pregnant is not null)
  and occurred_at < rescore_slice.stream_time
group by all
