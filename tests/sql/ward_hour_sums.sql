-- Ward-hours are exact sums of encounter-hours, ward by ward and hour by hour: nothing lost, nothing
-- twice, nothing on another ward.
with summed as (
  select
    ward_id, hour,
    sum(minutes) as minutes, sum(minutes_low) as minutes_low, sum(minutes_high) as minutes_high,
    sum(base + general_care + special_care + surveillance + churn + one_to_one + escort) as parts,
    sum(presence_us) as presence_us, sum(arrivals) as arrivals, sum(departures) as departures,
    sum(present_at_end::integer) as census
  from encounter_hour group by ward_id, hour
)
select ward_id, hour
from ward_hour
full join summed using (ward_id, hour)
where ward_hour.minutes is distinct from summed.minutes
  or ward_hour.minutes_low is distinct from summed.minutes_low
  or ward_hour.minutes_high is distinct from summed.minutes_high
  or ward_hour.minutes is distinct from summed.parts
  or base + general_care + special_care + surveillance + churn + one_to_one + escort
    is distinct from ward_hour.minutes
  or ward_hour.presence_us is distinct from summed.presence_us
  or ward_hour.arrivals is distinct from summed.arrivals
  or ward_hour.departures is distinct from summed.departures
  or ward_hour.census is distinct from summed.census
