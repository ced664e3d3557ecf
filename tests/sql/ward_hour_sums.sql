-- Ward-hours are exact sums of encounter-hours: nothing lost, nothing twice.
select * from (
  select
    (select sum(minutes) from ward_hour) - (select sum(minutes) from encounter_hour) as minutes,
    (select sum(minutes_low) from ward_hour) - (select sum(minutes_low) from encounter_hour) as low,
    (select sum(presence_us) from ward_hour) - (select sum(presence_us) from encounter_hour)
      as presence_us,
    (select sum(arrivals) - sum(departures) from ward_hour)
      - (select sum(arrivals) - sum(departures) from encounter_hour) as flow,
    (select count(*) - count(distinct (ward_id, hour)) from ward_hour) as grain
)
where minutes <> 0 or low <> 0 or presence_us <> 0 or flow <> 0 or grain <> 0
