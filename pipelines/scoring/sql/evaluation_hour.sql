-- The evaluation instants: every hour an encounter holds a stay, up to the hour of stream time, each
-- evaluated at the hour's end or at stream time, whichever comes first. The hours the S level
-- looks back on are evaluated too, and not written.
-- Grain: encounter, hour.
with reached as (
  select
    counted_stay.encounter_key, counted_stay.run_start, rescore_slice.from_hour, rescore_slice.stream_time,
    unnest(generate_series(
      greatest(date_trunc('hour', counted_stay.start_at), rescore_slice.from_hour - to_hours(raise_rows())),
      least(
        date_trunc('hour', least(counted_stay.counts_until, rescore_slice.stream_time)),
        rescore_slice.until_hour - interval 1 hour
      ),
      interval 1 hour
    )) as hour
  from counted_stay join rescore_slice using (encounter_key)
)
select
  encounter_key,
  hour,
  any_value(hour >= from_hour) as is_written,
  any_value(least(hour + interval 1 hour, stream_time)) as evaluated_at,
  any_value(hour + interval 1 hour > stream_time) as provisional,
  date_trunc('hour', max(run_start)) as run_hour
from reached
group by encounter_key, hour
