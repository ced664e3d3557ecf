-- Every ward of the site at stream time: its current hour with what is known of staffing, and the
-- twenty-four hours up to it. Minutes in millionths; the wire form divides last.
-- Missing-data rule: a ward that had patients and has none is empty, and needs nothing; one that no event
-- ever came from is not known (NULL). Coverage is NULL where nobody is present.
-- Grain: ward, in the order of the site file.
with nurses as (
  select ward_id, rn, na, coalesce(rn, 0) + coalesce(na, 0) as nurses
  from supply_hour
  where hour = (select hour from clock) and is_staffed
), past as (
  select
    ward_id,
    list({
      'hour': instant_text(ticks.hour), 'minutes': minutes_of(ward_hour.minutes),
      'patientHours': ward_hour.presence_us / 3600000000.0::double
    } order by ticks.hour) as history
  from ward
  cross join (
    select unnest(generate_series(hour - interval 23 hours, hour, interval 1 hour)) as hour from clock
  ) ticks
  left join ward_hour using (ward_id, hour)
  group by ward_id
), needed as (
  select
    ward.ward_id,
    coalesce(minutes, if_empty) as minutes,
    coalesce(minutes_low, if_empty) as minutes_low,
    coalesce(minutes_high, if_empty) as minutes_high,
    coalesce(presence_us, if_empty) / 3600000000.0::double as patient_hours,
    coalesce(patients, if_empty) as patients,
    coalesce(census, if_empty) as census,
    coalesce(arrivals, if_empty) as arrivals,
    coalesce(departures, if_empty) as departures,
    coalesce(imputed_patients, if_empty) as imputed_patients,
    coverage_of(covered_us, presence_us) as coverage,
    newest_input_at, model,
    computed_at
  from ward
  cross join clock
  left join ward_hour on ward_hour.ward_id = ward.ward_id and ward_hour.hour = clock.hour
  left join (select distinct ward_id, 0 as if_empty from ward_hour) seen
    on seen.ward_id = ward.ward_id
)
select
  ward.ward_id as "wardId", ward.name, ward.type, ward.beds,
  instant_text(clock.hour) as hour,
  minutes_of(minutes) as minutes,
  minutes_of(minutes_low) as "minutesLow",
  minutes_of(minutes_high) as "minutesHigh",
  nurses_for(minutes) as "requiredNurses",
  supply_of(nurses.rn, nurses.na) as supply,
  nurses_for(minutes) / nullif(nurses.nurses / 1000000.0::double, 0) as load,
  usual_load.load as "usualLoad", usual_load.visible_load as "visibleUsualLoad",
  patient_hours as "patientHours", patients, census, arrivals, departures, coverage, imputed_patients as "imputedPatients",
  instant_text(needed.newest_input_at) as "newestInputAt",
  if(minutes is null, 'no-events', null) as reason,
  model, instant_text(needed.computed_at) as "computedAt",
  coalesce(past.history, []) as history
from ward
cross join clock
join needed on needed.ward_id = ward.ward_id
left join nurses on nurses.ward_id = ward.ward_id
left join usual_load on usual_load.ward_id = ward.ward_id
  and usual_load.day = local_of(clock.hour)::date
left join past on past.ward_id = ward.ward_id
order by ward.place
