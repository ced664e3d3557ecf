-- Every ward of the site at stream time, as each kind of reader sees it: its current hour with what is known of
-- staffing, and the twenty-four hours up to it. Minutes in millionths; the wire form divides last.
-- Missing-data rule: to those who treat, a ward that had patients and has none is empty and needs nothing. To
-- others an hour without a row in `seen_hour` is hidden. A ward that no event ever came from is not known.
-- Coverage is NULL where nobody is present.
-- A ward that has closed is no more among them.
-- Grain: treating, ward; in the order of the site file.
with nurses as (
  select ward_id, rn, na, coalesce(rn, 0) + coalesce(na, 0) as nurses
  from supply_hour
  where hour = (select hour from clock) and is_staffed
), audience as (
  select treating, ward.* exclude (closed_from), first, if(treating and first is not null, 0, null) as if_empty
  from ward
  cross join (select unnest([true, false]) as treating)
  left join (select ward_id, min(hour) as first from ward_hour group by ward_id) begun
    on begun.ward_id = ward.ward_id
  cross join clock
  where coalesce(closed_from > stream_time, true)
), current_version as (
  from seen_hour
  where known_until is null and hour > (select hour - interval 24 hours from clock)
), past as (
  select
    treating, ward_id,
    list({
      'hour': instant_text(ticks.hour),
      'minutes': minutes_of(coalesce(minutes, if(ticks.hour >= first, if_empty, null))),
      'patientHours': coalesce(presence_us, if(ticks.hour >= first, if_empty, null))
        / 3600000000.0::double
    } order by ticks.hour) as history
  from audience
  cross join (
    select unnest(generate_series(hour - interval 23 hours, hour, interval 1 hour)) as hour from clock
  ) ticks
  left join current_version using (treating, ward_id, hour)
  group by treating, ward_id
), needed as (
  select
    treating, ward_id,
    coalesce(minutes, if_empty) as minutes,
    coalesce(minutes_low, if_empty) as minutes_low,
    coalesce(minutes_high, if_empty) as minutes_high,
    coalesce(presence_us, if_empty) / 3600000000.0::double as patient_hours,
    coalesce(patients, if_empty) as patients,
    coalesce(census, if_empty) as census,
    coalesce(count_shown(treating, arrivals), if_empty) as arrivals,
    coalesce(count_shown(treating, departures), if_empty) as departures,
    coalesce(imputed_patients, if_empty) as imputed_patients,
    coverage_of(covered_us, presence_us) as coverage,
    case when first is null then 'no-events' when not treating and minutes is null then 'few-patients' end
      as reason,
    newest_input_at, model, computed_at
  from audience
  left join (from current_version semi join clock using (hour)) using (treating, ward_id)
)
select
  treating, audience.ward_id as "wardId", name, type, beds,
  instant_text(clock.hour) as hour,
  minutes_of(minutes) as minutes,
  minutes_of(minutes_low) as "minutesLow",
  minutes_of(minutes_high) as "minutesHigh",
  nurses_for(minutes) as "requiredNurses",
  supply_of(nurses.rn, nurses.na) as supply,
  nurses_for(minutes) / nullif(nurses.nurses / 1000000.0::double, 0) as load,
  if(treating, usual_load.load, usual_load.visible_load) as "usualLoad",
  patient_hours as "patientHours", patients, census, arrivals, departures, coverage,
  imputed_patients as "imputedPatients",
  instant_text(needed.newest_input_at) as "newestInputAt",
  reason,
  model, instant_text(needed.computed_at) as "computedAt",
  coalesce(past.history, []) as history
from audience
cross join clock
cross join site
join needed using (treating, ward_id)
left join nurses on nurses.ward_id = audience.ward_id
left join usual_load on usual_load.ward_id = audience.ward_id
  and usual_load.day = shift_day_at(site.shifts, local_of(clock.hour))
  and usual_load.shift_id = shift_at(site.shifts, local_of(clock.hour)).id
left join past using (treating, ward_id)
order by ordinal, treating
