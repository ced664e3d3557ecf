-- Work of coming and going, in micro-minutes, not scaled by presence.
-- Source: PPBV §12, 75 min a stay, timed by us. An arrival is half in its hour and half in the next,
-- unless the patient left before that next hour began; a departure is in its own hour. Once the ward has closed there
-- is none. Slips cost nothing.
-- Grain: encounter, ward, hour.
with arrival as (
  select
    spell.*,
    date_trunc('hour', start_at) as hour,
    (case arrived_by when 'admission' then model.admission else model.transfer_in end) // 2 as half
  from spell, model
), piece as (
  select encounter_key, ward_id, hour, half as churn, 1 as arrivals, 0 as departures from arrival
  union all
  select encounter_key, ward_id, hour + interval 1 hour, half, 0, 0
  from arrival
  where (end_at is null or end_at >= hour + interval 1 hour)
    and closed_from > hour + interval 1 hour
  union all
  select
    encounter_key, ward_id, date_trunc('hour', end_at),
    case left_by when 'discharge' then model.discharge else model.transfer_out end,
    0, 1
  from spell, model
  where end_at < closed_from
)
select
  encounter_key, ward_id, hour,
  sum(churn)::bigint as churn,
  sum(arrivals)::integer as arrivals,
  sum(departures)::integer as departures
from piece
join rescore_slice using (encounter_key)
where hour >= rescore_slice.from_hour and hour < rescore_slice.until_hour
  and hour <= date_trunc('hour', rescore_slice.stream_time)
group by all
