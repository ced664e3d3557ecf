-- The hours whose staffing may change with what arrived: those of every version of the events.
-- Grain: ward, hour.
select distinct
  ward_id,
  unnest(generate_series(
    date_trunc('hour', from_at), to_at - interval 1 microsecond, interval 1 hour
  )) as hour
from ranked_staffing_version
where type = 'staffing'
