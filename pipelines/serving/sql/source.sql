-- How new the inputs of each ward are, by where they come from, as readers outside the treating unit may see it:
-- vital signs and function levels of the hour that holds stream time, the move that was recorded last of four weeks (with
-- leaves; the one that `source_age` judges), the latest task or medication of a week, staffing.
-- Source: coverage is the share of fresh inputs, weighted by presence, as that of the ward-hour.
-- Missing-data rule: NULL for hours with few patients or none; the search for the last move ignores
-- such hours. Instants and shares are rounded down to steps, as in the ward-hour.
-- Grain: ward, in the order of the site file.
with evaluated as (
  select encounter_hour.*, least(hour + interval 1 hour, computed_at) as evaluated_at
  from encounter_hour join clock using (hour)
), input as (
  select ward_id, presence_us, unnest([
    vital_of(respiratory_rate, respiratory_rate_at, evaluated_at),
    vital_of(spo2, spo2_at, evaluated_at),
    vital_of(on_oxygen, on_oxygen_at, evaluated_at),
    vital_of(systolic_bp, systolic_bp_at, evaluated_at),
    vital_of(heart_rate, heart_rate_at, evaluated_at),
    vital_of(consciousness, consciousness_at, evaluated_at),
    vital_of(temperature, temperature_at, evaluated_at),
    function_of(hygiene, hygiene_at, evaluated_at),
    function_of(nutrition, nutrition_at, evaluated_at),
    function_of(elimination, elimination_at, evaluated_at),
    function_of(mobility, mobility_at, evaluated_at)
  ], recursive := true)
  from evaluated
), shown as (
  from seen_now where not treating
), recorded as (
  select
    input.ward_id,
    time_bucket(interval 5 minutes, max(seen_at) filter (source = 'vitals')) as vitals_at,
    floor(share_fresh(source = 'vitals', is_fresh, presence_us) * 20) / 20 as vitals,
    time_bucket(interval 5 minutes, max(seen_at) filter (source = 'function')) as function_at,
    floor(share_fresh(source = 'function', is_fresh, presence_us) * 20) / 20 as function
  from input join clock on true
  semi join shown on shown.ward_id = input.ward_id and shown.hour = clock.hour
  group by input.ward_id
), moved as (
  select ward_id, time_bucket(interval 5 minutes, max(least(moves_recorded_at, stream_time))) as moved_at
  from encounter_hour semi join shown using (ward_id, hour) cross join clock
  where moves_recorded_at is not null and hour > clock.hour - interval 28 days and hour <= clock.hour
  group by ward_id
), cared as (
  select ward_id, time_bucket(interval 5 minutes, max(care_at)) as cared_at
  from encounter_hour semi join shown using (ward_id, hour) cross join clock
  where hour > clock.hour - interval 7 days and hour <= clock.hour
  group by ward_id
), rostered as (
  select ward_id, max(recorded_at) as rostered_at from staffing where type = 'staffing' group by ward_id
), staffed as (
  select ward_id, is_staffed
  from staffed_hour_of(null, (select hour from clock), (select hour + interval 1 hour from clock))
)
select
  ward.ward_id as "wardId",
  [
    source_freshness('moves', moved_at, null),
    source_freshness('vitals', vitals_at, vitals),
    source_freshness('function', function_at, function),
    source_freshness('care', cared_at, null),
    source_freshness('staffing', rostered_at, if(clock.hour is null, null, coalesce(is_staffed, false)::int))
  ] as sources
from ward
cross join clock
left join moved on moved.ward_id = ward.ward_id
left join recorded on recorded.ward_id = ward.ward_id
left join cared on cared.ward_id = ward.ward_id
left join rostered on rostered.ward_id = ward.ward_id
left join staffed on staffed.ward_id = ward.ward_id
order by ward.ordinal
