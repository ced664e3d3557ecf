-- How often observations were made before each evaluation (windows of PPBV Annex 2): sets of two and of three
-- parameters in a minute, single values, and their codes (a bit a code). Only hours with any.
-- An hour's end is its instant, so windows are whole hours: what was seen in an hour counts in that hour and the seven
-- or eleven after it. The current hour's windows end at stream time: what lies in [E − w, E) counts, minute by minute.
-- Grain: encounter, hour.
with wanted as (
  select
    encounter_key, first_hour - to_hours(raise_rows()) as first_hour,
    date_trunc('hour', stream_time) as current_hour
  from rescore_slice
), set_hour as (
  select
    encounter_key,
    date_trunc('hour', minute) as seen_hour,
    (count(*) filter (bit_count(codes) >= 2))::integer as sets_of_two,
    (count(*) filter (bit_count(codes) >= 3))::integer as sets_of_three,
    sum(observations)::integer as observations,
    bit_or(codes) as codes
  from observation_minute
  group by all
), reach as (
  select
    set_hour.*,
    unnest(generate_series(
      greatest(seen_hour, first_hour),
      least(seen_hour + interval 11 hours, current_hour - interval 1 hour),
      interval 1 hour
    )) as hour
  from set_hour join wanted using (encounter_key)
)
select
  encounter_key, hour,
  coalesce(sum(sets_of_two) filter (seen_hour > hour - interval 8 hours), 0)::integer as sets_of_two_8h,
  sum(sets_of_three)::integer as sets_of_three_12h,
  coalesce(sum(observations) filter (seen_hour > hour - interval 8 hours), 0)::integer as observations_8h,
  sum(observations)::integer as observations_12h,
  coalesce(bit_or(codes) filter (seen_hour > hour - interval 8 hours), 0)::integer as codes_8h,
  bit_or(codes)::integer as codes_12h
from reach
group by all
union all
select
  encounter_key, hour,
  (count(*) filter (minute >= evaluated_at - interval 8 hours and bit_count(codes) >= 2))::integer,
  (count(*) filter (bit_count(codes) >= 3))::integer,
  coalesce(sum(observations) filter (minute >= evaluated_at - interval 8 hours), 0)::integer,
  sum(observations)::integer,
  coalesce(bit_or(codes) filter (minute >= evaluated_at - interval 8 hours), 0)::integer,
  bit_or(codes)::integer
from (from evaluation_hour where provisional) evaluation_hour join observation_minute using (encounter_key)
where minute >= evaluated_at - interval 12 hours
group by encounter_key, hour
