-- The evaluation instants: every hour an encounter holds a stay, up to the hour of stream time, each
-- evaluated at the hour's end or at stream time, whichever comes first. The hours the S level
-- looks back on are evaluated too, and not written.
-- Grain: encounter, hour.
with reached as (
  select
    held.who, held.run_start, scope.from_hour, scope.stream_time,
    unnest(generate_series(
      greatest(date_trunc('hour', held.start_at), scope.from_hour - to_hours(raise_rows())),
      least(
        date_trunc('hour', least(held.held_until, scope.stream_time)),
        scope.until_hour - interval 1 hour
      ),
      interval 1 hour
    )) as hour
  from held join scope using (who)
)
select
  who,
  hour,
  any_value(hour >= from_hour) as is_written,
  any_value(least(hour + interval 1 hour, stream_time)) as evaluated_at,
  any_value(hour + interval 1 hour > stream_time) as provisional,
  date_trunc('hour', max(run_start)) as run_hour
from reached
group by who, hour
