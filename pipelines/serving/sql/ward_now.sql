-- Every ward of the site at stream time, as each kind of reader sees it: its current hour with what is known of
-- staffing, its state, and the twenty-four hours up to it. Minutes in millionths; the wire form divides last.
-- Source: BALANCE.md, State of a ward now. The rest of the shift needs what the last three hours of it needed.
-- Missing-data rule: to those who treat, a ward that had patients and has none is empty and needs nothing. To
-- others an hour without a row in `seen_hour` is hidden. A ward that no event ever came from is not known.
-- Coverage is NULL where nobody is present. What is required, and how it compares with who is there, is NULL without
-- level; nobody is called missing where staffing is not known.
-- A ward that has closed is no more among them.
-- Grain: treating, ward; in the order of the site file.
with shift_hour as (
  -- the hours of the shift that is on
  from calendar_of('shift', (select hour - interval 24 hours from clock), (select hour + interval 24 hours from clock))
  qualify bucket = max(if(hour = (select hour from clock), bucket, null)) over ()
), running as (
  select any_value(running_shift) as running_shift, any_value(shift_day) as shift_day from shift_hour
), audience as (
  select
    treating, ward.* exclude (closed_from), first, if(treating and first is not null, 0, null) as if_empty,
    level.k, level.rn_share, level.basis, level.valid_from
  from ward
  cross join (select unnest([true, false]) as treating)
  cross join clock
  cross join running
  left join (select ward_id, min(hour) as first from ward_hour group by ward_id) begun
    on begun.ward_id = ward.ward_id
  asof left join (from level where known_until is null) level
    on level.ward_id = ward.ward_id and level.shift_id = running.running_shift
    and running.shift_day >= level.valid_from
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
), of_shift as (
  -- each hour of the shift: what it needed if it is over, or is on, and who is there
  select
    audience.treating, audience.ward_id, shift_hour.hour,
    shift_hour.hour >= clock.hour as is_left,
    if(shift_hour.hour <= clock.hour, coalesce(minutes, if(shift_hour.hour >= first, if_empty, null)), null) as minutes,
    minutes::hugeint * audience.k as scaled,
    scaled * audience.rn_share as rn_scaled,
    covered_us, presence_us,
    if(is_staffed, coalesce(rn, 0) + coalesce(na, 0), null) as nurses,
    if(is_staffed, rn, null) as rn
  from audience
  cross join shift_hour
  cross join clock
  left join current_version on current_version.treating = audience.treating
    and current_version.ward_id = audience.ward_id and current_version.hour = shift_hour.hour
  left join supply_hour on supply_hour.ward_id = audience.ward_id and supply_hour.hour = shift_hour.hour
), shift as (
  select
    treating, ward_id,
    max(of_shift.hour) + interval 1 hour as until,
    count(*) filter (is_left) as hours_left,
    sum(nurses) filter (is_left) as nurses_left,
    count(nurses) filter (is_left) = hours_left as is_staffed_left,
    avg(scaled) filter (of_shift.hour > clock.hour - interval 3 hours) as usually_scaled,
    -- of registered nurses, over the hours of the shift up to now in which they are known
    required_for(sum(rn_scaled) filter (rn is not null)) / 1000000.0::double as rn_required,
    rn_required - sum(rn) filter (rn_scaled is not null) / 1000000.0::double as rn_shortfall,
    coverage_of(sum(covered_us), sum(presence_us)) as coverage
  from of_shift cross join clock
  group by treating, ward_id
), usual as (
  -- for the hour, and for the shift
  select
    treating, audience.ward_id,
    if(treating, usual_need.minutes, visible_minutes) as usual_minutes,
    if(treating, usual_need.p10, visible_p10) as usual_p10,
    if(treating, usual_need.p90, usual_need.visible_p90) as usual_p90,
    if(treating, usual_need.hours, usual_need.visible_hours) as usual_hours,
    if(treating, usual_load.load, visible_load) as usual_load,
    if(treating, usual_load.p90, usual_load.visible_p90) as usual_load_p90,
    if(treating, usual_load.hours, usual_load.visible_hours) as usual_load_hours,
    if(treating, usual_load.days, visible_days) as usual_load_days
  from audience cross join clock cross join running
  left join usual_need_of_day usual_need
    on usual_need.ward_id = audience.ward_id and usual_need.day = local_of(clock.hour)::date
    and usual_need.local_hour = extract(hour from local_of(clock.hour))
  left join usual_load
    on usual_load.ward_id = audience.ward_id and usual_load.day = running.shift_day
    and usual_load.shift_id = running.running_shift
), balance as (
  select
    audience.*, needed.* exclude (treating, ward_id),
    until, running_shift,
    supply.rn, supply.na,
    (coalesce(supply.rn, 0) + coalesce(supply.na, 0)) / 1000000.0::double as present,
    supply.ward_id is not null as is_staffed_now,
    nurses_for(minutes) as norm_need,
    required_for(minutes::hugeint * k) as required,
    if(is_staffed_now, present - required, null) as gap,
    if(is_staffed_left, required_for(
      (minutes::hugeint * k + (hours_left - 1) * usually_scaled) / hours_left
    ), null) as required_left,
    nurses_left / hours_left / 1000000.0::double - required_left as gap_left,
    usual.* exclude (treating, ward_id),
    if(is_staffed_now, norm_need / nullif(present, 0), null) as norm_load,
    if(is_staffed_now and census > 0 and supply.rn < minimum_rn, (minimum_rn - supply.rn) / 1000000.0::double, null)
      as missing_rn,
    shift.coverage >= coverage_floor() and (rn_shortfall > 8 or rn_shortfall > 0.25 * rn_required)
      as has_rn_shortfall
  from audience
  join needed using (treating, ward_id)
  left join shift using (treating, ward_id)
  cross join running
  left join (from supply_hour semi join clock using (hour) where is_staffed) supply
    on supply.ward_id = audience.ward_id
  left join usual using (treating, ward_id)
), judged as (
  select
    balance.*,
    -- the hour now and what is left of the shift, where that is known
    coalesce(gap_left, gap) as state_gap,
    if(gap_left is null, required, required_left) as state_required,
    case
      when reason is not null then null
      when census = 0 then 'no-patients'
      when coverage < coverage_floor() then 'incomplete'
      when not is_staffed_now then 'no-staffing'
      when k is null then 'no-level'
      when missing_rn is not null or has_rn_shortfall then 'short'
      when state_gap <= -"shortPersons" and state_gap <= -"shortShare" * state_required then 'short'
      when state_gap <= -"tightPersons" and state_gap <= -"tightShare" * state_required then 'tight'
      when state_gap >= "roomPersons" and state_gap >= "roomShare" * state_required then 'room'
      else 'balanced'
    end as state,
    list_filter([
      if(missing_rn is not null, 'rn-missing', null),
      if(has_rn_shortfall, 'rn-shortfall', null),
      if(census > beds, 'over-capacity', null),
      case
        -- without level, staffing is compared with what is usual
        when k is null and usual_load is not null then case
          when norm_load > "higherThanUsual" * usual_load and norm_load > usual_load_p90 then 'much-higher-than-usual'
          when norm_load > "higherThanUsual" * usual_load then 'higher-than-usual'
          when norm_load < "lowerThanUsual" * usual_load then 'lower-than-usual'
        end
        when minutes > "higherThanUsual" * 1000000 * usual_minutes and minutes > 1000000 * usual_p90
          then 'higher-than-usual'
        when minutes < "lowerThanUsual" * 1000000 * usual_minutes then 'lower-than-usual'
      end
    ], lambda mark: mark is not null) as marks
  from balance cross join site
)
select
  judged.treating, judged.ward_id as "wardId", name, type, division, beds,
  state, null::varchar as "stateSince", marks, missing_rn as "missingRn",
  instant_text(clock.hour) as hour,
  minutes_of(minutes) as minutes,
  minutes_of(minutes_low) as "minutesLow",
  minutes_of(minutes_high) as "minutesHigh",
  norm_need as "normNurses",
  case when k is not null then {
    'k': units_of(k), 'basis': basis, 'rnShare': units_of(rn_share), 'validFrom': day_text(valid_from)
  } end as level,
  required as "requiredNurses",
  required * units_of(rn_share) as "requiredRn",
  supply_of(rn, na) as supply,
  gap,
  if(is_staffed_now, required / nullif(present, 0), null) as load,
  case when gap_left is not null then {
    'shiftId': running_shift, 'until': instant_text(until), 'required': required_left, 'gap': gap_left
  } end as "restOfShift",
  case when usual_minutes is not null then {
    'minutes': usual_minutes, 'p10': usual_p10, 'p90': usual_p90, 'hours': usual_hours
  } end as "usualNeed",
  case when usual_load is not null then {
    'load': usual_load, 'p90': usual_load_p90, 'hours': usual_load_hours, 'days': usual_load_days
  } end as "usualLoad",
  norm_load as "normLoad",
  patient_hours as "patientHours", patients, census, arrivals, departures, coverage,
  imputed_patients as "imputedPatients",
  instant_text(newest_input_at) as "newestInputAt",
  reason,
  model, instant_text(computed_at) as "computedAt",
  coalesce(past.history, []) as history
from judged
cross join clock
left join past using (treating, ward_id)
order by ordinal, judged.treating
