-- Every ward of the site at stream time, as each kind of reader sees it: its current hour with what is known of
-- staffing, its state, and the twenty-four hours up to it. Minutes in millionths; the wire form divides last.
-- Source: BALANCE.md, State of a ward now. A state is judged by its figures as they are shown: persons to a tenth,
-- shares to whole per cent. The rest of the shift needs what the last three hours of it needed.
-- Missing-data rule: to those who treat, a ward that had patients and has none is empty and needs nothing. To
-- others an hour without a row in `seen_now` is hidden. A ward that no event ever came from is not known.
-- Coverage is NULL where nobody is present. What is required, and how it compares with who is there, is NULL without
-- level or where a role of the ward is not known (`staffed_hour`). Registered nurses are held against their minimum by
-- those who are there at stream time, where that is known.
-- A ward that has closed is no more among them.
-- `moment`: stream time of what is applied, and the hour that holds it. `recent_hour`: the hours that are read.
-- `standing_ward`, `standing_hour`, `standing_rn`: what stays through the hour.
-- Grain: treating, ward; in the order of the site file.
with audience as (
  select
    standing_ward.*, first, if(treating and first is not null, 0, null) as if_empty
  from standing_ward
  left join (select ward_id, min(hour) as first from ward_hour group by ward_id) begun
    on begun.ward_id = standing_ward.ward_id
  where coalesce(closed_from > (select stream_time from moment), true)
), current_version as materialized (
  from seen_recently
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
    from recent_hour where hour <= (select hour from moment)
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
  left join (from current_version where hour = (select hour from moment)) using (treating, ward_id)
), of_shift as (
  -- each hour of the shift: what it needed if it is over, or is on, and who is there
  select
    audience.treating, audience.ward_id, standing_hour.hour, is_left,
    if(standing_hour.hour <= (select hour from moment),
      coalesce(minutes, if(standing_hour.hour >= first, if_empty, null)), null) as minutes,
    minutes::hugeint * audience.k as scaled,
    scaled * audience.rn_share as rn_scaled,
    covered_us, presence_us, standing_hour.nurses, standing_hour.rn
  from audience
  join standing_hour on standing_hour.ward_id = audience.ward_id
  left join current_version on current_version.treating = audience.treating
    and current_version.ward_id = audience.ward_id and current_version.hour = standing_hour.hour
), shift as (
  select
    treating, ward_id,
    max(of_shift.hour) + interval 1 hour as until,
    count(*) filter (is_left) as hours_left,
    sum(nurses) filter (is_left) as nurses_left,
    count(nurses) filter (is_left) = hours_left as is_staffed_left,
    avg(scaled) filter (of_shift.hour > (select hour from moment) - interval 3 hours) as usually_scaled,
    -- of registered nurses, over the hours of the shift up to now in which they are known
    required_for(sum(rn_scaled) filter (rn is not null)) / 1000000.0::double as rn_required,
    rn_required - sum(rn) filter (rn_scaled is not null) / 1000000.0::double as rn_shortfall,
    coverage_of(sum(covered_us), sum(presence_us)) as coverage
  from of_shift
  group by treating, ward_id
), there as (
  -- registered nurses at the instant of stream time: the actual ones, else the planned
  select
    ward_id,
    coalesce(sum(heads) filter (basis = 'actual'), sum(heads) filter (basis = 'planned')) as rn_there
  from standing_rn
  where from_at <= (select stream_time from moment) and to_at > (select stream_time from moment)
  group by ward_id
), balance as (
  select
    audience.*, needed.* exclude (treating, ward_id),
    until,
    units_of(nurses) as present,
    nurses_for(minutes) as norm_need,
    required_for(minutes::hugeint * k) as required,
    present - required as gap,
    if(is_staffed_left, required_for(
      (minutes::hugeint * k + (hours_left - 1) * usually_scaled) / hours_left
    ), null) as required_left,
    nurses_left / hours_left / 1000000.0::double - required_left as gap_left,
    norm_need / nullif(present, 0) as norm_load,
    rn_there,
    if(census > 0, missing_of(minimum_rn, rn_there), null) as missing_rn,
    is_rn_known and shift.coverage >= coverage_floor() and (rn_shortfall > 8 or rn_shortfall > 0.25 * rn_required)
      as has_rn_shortfall
  from audience
  join needed using (treating, ward_id)
  left join shift using (treating, ward_id)
  left join there on there.ward_id = audience.ward_id
), judged as (
  select
    balance.*,
    step_of(gap, required) as step_now,
    step_of(gap_left, required_left) as step_left,
    case
      when reason is not null then null
      when census = 0 then 'no-patients'
      when shown_percent(coverage) < shown_percent(coverage_floor()) then 'incomplete'
      when k is not null and (missing_rn is not null or has_rn_shortfall) then 'short'
      when not is_staffed_now then 'no-staffing'
      when k is null then 'no-level'
      -- the hour now and what is left of the shift, where that is known
      else coalesce(step_left, step_now)
    end as state,
    list_filter([
      if(missing_rn is not null, 'rn-missing', null),
      if(has_rn_shortfall, 'rn-shortfall', null),
      if(census > beds, 'over-capacity', null),
      -- without level, load is compared with what is usual
      case when k is null then case
        when is_over_usual(norm_load, usual_load, "higherThanUsual") and norm_load > usual_load_p90
          then 'load-much-higher-than-usual'
        when is_over_usual(norm_load, usual_load, "higherThanUsual") then 'load-higher-than-usual'
        when is_under_usual(norm_load, usual_load, "lowerThanUsual") then 'load-lower-than-usual'
      end end,
      case
        when is_over_usual(units_of(minutes), usual_minutes, "higherThanUsual") and minutes > 1000000 * usual_p90
          then 'higher-than-usual'
        when is_under_usual(units_of(minutes), usual_minutes, "lowerThanUsual") then 'lower-than-usual'
      end
    ], lambda mark: mark is not null) as marks
  from balance cross join site
)
select
  judged.treating, judged.ward_id as "wardId", name, type, division, beds,
  state, null::varchar as "stateSince", marks, missing_rn as "missingRn", units_of(minimum_rn) as "minimumRn",
  units_of(rn_there) as "presentRn",
  instant_text((select hour from moment)) as hour,
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
  present,
  list_filter([if(lacks_rn, 'rn', null), if(lacks_na, 'na', null)], lambda role: role is not null) as "missingRoles",
  gap,
  step_now as "gapState",
  required / nullif(present, 0) as load,
  case when gap_left is not null then {
    'shiftId': running_shift, 'until': instant_text(until), 'required': required_left, 'gap': gap_left, 'state': step_left
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
left join past using (treating, ward_id)
order by ordinal, judged.treating
