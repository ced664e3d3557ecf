-- Age and pregnancy as admissions tell them, the latest within an hour.
-- Grain: encounter, hour with such an admission before stream time.
with told as (
  select *, {'t': occurred_at, 'r': recorded_at, 's': source, 'i': id} as rank
  from movement join scope using (who)
  where type = 'admission' and (age is not null or pregnant is not null)
    and occurred_at < scope.stream_time
)
select
  who, date_trunc('hour', occurred_at) as hour,
  arg_max(age, rank) as age,
  arg_max(pregnant, rank) as pregnant
from told
group by all
