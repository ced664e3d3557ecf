-- The model `vi-2` as set-based SQL would have it in PostgreSQL, from the table `event` to encounter-hours: what is
-- known at an hour is looked up by an index. Written for the comparison alone: it knows no late models and no
-- restarts, and computes everything at once.
-- Variables of psql: `site` (JSON of the site file), `day_from` and `day_minutes` (of the site's shifts), `to` (CSV).
\set ON_ERROR_STOP on
set client_min_messages = warning;
create unlogged table site as
select
  (select max(recorded_at) from event) as now,
  body ->> 'timeZone' as time_zone,
  (body -> 'switches' ->> 'silentStayDays')::int as silent_days,
  (body -> 'switches' ->> 'assumeAirWhenNotRecorded')::boolean as assume_air,
  (body -> 'switches' ->> 'assumeAlertWhenNotRecorded')::boolean as assume_alert,
  (body -> 'switches' ->> 'defaultFunctionLevel')::int as default_level,
  body -> 'wards' as wards
from (select :'site'::jsonb as body) given;
create unlogged table ward as
select
  ward ->> 'wardId' as ward_id,
  round((ward ->> 'nightPatientsPerStaff')::numeric * 1000)::bigint as night_milli
from site, jsonb_array_elements(wards) as ward;

create function rounded(numerator bigint, denominator bigint) returns bigint immutable parallel safe language sql as
  'select (2 * numerator + denominator) / (2 * denominator)';
create function us(length interval) returns bigint immutable parallel safe language sql as
  'select (extract(epoch from length) * 1000000)::bigint';
create function sets(score bigint, has_three boolean) returns int immutable parallel safe language sql as
  'select case when score >= 7 then 48 when score >= 5 or has_three then 24 when score >= 1 then 5 else 2 end';
create function a_level(at_2 int, at_3 int, at_4 int, dependent boolean) returns int immutable parallel safe language sql as
  'select case when at_4 >= 2 and dependent then 4 when at_3 >= 2 then 3 when at_2 >= 2 then 2 else 1 end';
create function spo2_points(spo2 numeric, scale numeric, oxygen boolean) returns int immutable parallel safe language sql as $$
  select case
    when spo2 is null then null
    when scale = 2 and oxygen then case
      when spo2 < 83.5 then 3 when spo2 < 85.5 then 2 when spo2 < 87.5 then 1 when spo2 < 92.5 then 0
      when spo2 < 94.5 then 1 when spo2 < 96.5 then 2 else 3 end
    when scale = 2 then case
      when spo2 < 83.5 then 3 when spo2 < 85.5 then 2 when spo2 < 87.5 then 1 else 0 end
    else case when spo2 < 91.5 then 3 when spo2 < 93.5 then 2 when spo2 < 95.5 then 1 else 0 end
  end
$$;

-- moves, in order, each with the state it meets
create unlogged table counted as
select * from event where encounter_id is not null and status <> 'entered-in-error';
create unlogged table move as
with instant as (
  select
    encounter_id, at,
    (array_agg(type order by recorded_at desc, type desc, ward_id desc) filter (where type <> 'discharge'))[1] as type,
    (array_agg(ward_id order by recorded_at desc, type desc, ward_id desc) filter (where type <> 'discharge'))[1]
      as ward_id,
    bool_or(type = 'discharge') as has_discharge
  from counted
  where type in ('admission', 'transfer', 'discharge')
  group by encounter_id, at
), chained as (
  select
    *,
    lag(ward_id) over instants as from_ward_id,
    count(*) filter (where ward_id is null or not has_discharge) over instants as chain
  from instant
  window instants as (partition by encounter_id order by at)
), left_open as (
  select
    *,
    bool_and(case
      when ward_id is null then false
      when has_discharge then coalesce(ward_id <> from_ward_id, false)
      else true
    end) over (partition by encounter_id, chain order by at) as is_open
  from chained
), opened as (
  select *, coalesce(lag(is_open) over (partition by encounter_id order by at), false) as was_open
  from left_open
), met as (
  select *, was_open and has_discharge and coalesce(ward_id <> from_ward_id, false) as arrival_follows from opened
)
select
  encounter_id, at, 2 as turn, type, ward_id, false as is_leave,
  was_open and not arrival_follows as was_open,
  not was_open or ward_id <> from_ward_id as is_border
from met
where ward_id is not null
union all
select
  encounter_id, at, case when arrival_follows then 1 else 3 end, 'discharge', null, false,
  was_open or ward_id is not null, was_open or ward_id is not null
from met
where has_discharge
union all
select distinct encounter_id, at, case when type = 'leave.end' then 0 else 4 end, type, null, true, false, false
from counted
where type in ('leave.start', 'leave.end');

create unlogged table stay as
with border as (
  select
    *,
    lead(at) over following as until,
    lead(type) over following as next_type,
    max(case when type <> 'discharge' and not was_open then at end) over following as run_from
  from move
  where is_border
  window following as (partition by encounter_id order by at, turn)
), last_sign as (
  select encounter_id, max(at) as last_at from counted group by encounter_id
)
select
  encounter_id, ward_id, at as from_at, until, run_from,
  case when type = 'admission' and not was_open then 'admission' else 'transfer' end as arrived_by,
  case when until is null then null when next_type = 'discharge' then 'discharge' else 'transfer' end as left_by,
  was_open as is_joined,
  coalesce(was_open and next_type <> 'discharge' and until < at + interval '10 minutes', false) as is_slip,
  coalesce(until, last_at + silent_days * interval '1 day') as counts_until
from border join last_sign using (encounter_id), site
where type <> 'discharge';

-- presence, cut at the hours
create unlogged table presence as
with numbered as (
  select *, count(*) filter (where not is_leave) over steps as place, lead(at) over steps as until
  from move
  window steps as (partition by encounter_id order by at, turn)
), step as (
  select *, first_value(ward_id) over (partition by encounter_id, place order by at, turn) as present_ward_id
  from numbered
), present as (
  select
    step.encounter_id, present_ward_id as ward_id, greatest(step.at, stay.from_at) as from_at,
    least(step.until, stay.counts_until, date_trunc('hour', now) + interval '1 hour') as until
  from step join stay using (encounter_id), site
  where present_ward_id is not null and step.type <> 'leave.start'
    and stay.from_at < coalesce(step.until, 'infinity') and stay.counts_until > step.at
)
select encounter_id, ward_id, hour, greatest(from_at, hour) as from_at, least(until, hour + interval '1 hour') as until
from present, generate_series(date_trunc('hour', from_at), date_trunc('hour', until - interval '1 microsecond'),
  interval '1 hour') as hour
where until > from_at;

-- care needs
create unlogged table need as
with change as (
  select encounter_id, code, at, 2 as turn, recorded_at, bool_and(type = 'care-need.start') as starts
  from counted, site
  where type in ('care-need.start', 'care-need.stop') and at < now
    and code in ('isolation', 'one-to-one', 'central-line', 'palliative')
  group by encounter_id, code, at, recorded_at
  having count(distinct type) = 1
), bounded as (
  select * from change
  union all
  select encounter_id, code, move.at, move.turn, null, false
  from (select distinct encounter_id, code from change) needing
  join move using (encounter_id)
  where move.type = 'discharge' and is_border
), span as (
  select
    encounter_id, code, starts, at as from_at,
    lead(at) over (partition by encounter_id, code order by at, turn, recorded_at) as until
  from bounded
)
select encounter_id, code, from_at, coalesce(until, 'infinity') as until
from span
where starts and (until is null or until > from_at);

-- coming and going, without slips
create unlogged table churn as
with kept as (
  select *, coalesce(is_joined and ward_id = lag(ward_id) over stays, false) as goes_on
  from stay
  where not is_slip
  window stays as (partition by encounter_id order by from_at)
), numbered as (
  select *, count(*) filter (where not goes_on) over (partition by encounter_id order by from_at) as number from kept
), spell as (
  select
    encounter_id, ward_id, min(from_at) as from_at,
    case when bool_or(until is null) then null else max(until) end as until,
    (array_agg(arrived_by order by from_at))[1] as arrived_by,
    (array_agg(left_by order by from_at desc))[1] as left_by
  from numbered
  group by encounter_id, ward_id, number
), arrival as (
  select
    *, date_trunc('hour', from_at) as hour,
    case arrived_by when 'admission' then 22500000 else 11250000 end as half
  from spell
), piece as (
  select encounter_id, ward_id, hour, half as churn from arrival
  union all
  select encounter_id, ward_id, hour + interval '1 hour', half from arrival
  where until is null or until >= hour + interval '1 hour'
  union all
  select
    encounter_id, ward_id, date_trunc('hour', until), case left_by when 'discharge' then 30000000 else 15000000 end
  from spell
  where until is not null
)
select encounter_id, ward_id, hour, sum(churn) as churn
from piece, site
where hour <= date_trunc('hour', now)
group by 1, 2, 3;

-- escorts, also at the door
create unlogged table escort as
with followed as (
  select *, lead(from_at) over (partition by encounter_id order by from_at) as next_at from stay
), placed as (
  select distinct on (task.source, task.id)
    task.encounter_id, task.minutes, followed.ward_id, date_trunc('hour', least(task.at, until)) as hour
  from counted task
  join followed
    on followed.encounter_id = task.encounter_id and task.at >= from_at
    and (until is null or task.at < until or task.at <= least(until + interval '1 hour', next_at)), site
  where task.type = 'task' and task.code = 'escort' and task.at < now
  order by task.source, task.id, coalesce(task.at >= until, false) desc, from_at desc
)
select encounter_id, ward_id, hour, round(coalesce(sum(minutes), 0) * 1000000)::bigint as escort
from placed
group by 1, 2, 3;

-- what is observed and done, to be looked up by encounter and time
create unlogged table observation as
with seen as (
  select
    encounter_id, code, at, recorded_at, source, id,
    case
      when code = 'consciousness' then strpos('ACVPU', value)
      when code = 'supplemental-oxygen' then
        case when value = 'true' or (value <> 'false' and value::numeric > 0) then 1 else 0 end
      else value::numeric
    end as value
  from counted, site
  where type = 'observation' and at < now and code in (
    'respiratory-rate', 'spo2', 'supplemental-oxygen', 'systolic-bp', 'heart-rate', 'consciousness', 'temperature',
    'spo2-scale', 'function.hygiene', 'function.nutrition', 'function.elimination', 'function.mobility', 'barthel',
    'barthel-extended', 'mmse'
  )
)
select distinct on (encounter_id, code, at) encounter_id, code, at, value
from seen
where case code
  when 'respiratory-rate' then value between 0 and 80 when 'spo2' then value between 30 and 100
  when 'systolic-bp' then value between 20 and 350 when 'heart-rate' then value between 0 and 300
  when 'temperature' then value between 25 and 45 else true end
order by encounter_id, code, at, recorded_at desc, source desc, id desc;
create index on observation (encounter_id, code, at) include (value);
create unlogged table observed_minute as
select encounter_id, date_trunc('minute', at) as minute, count(distinct code) as codes
from counted, site
where type = 'observation' and at < now and code in (
  'respiratory-rate', 'spo2', 'supplemental-oxygen', 'systolic-bp', 'diastolic-bp', 'heart-rate', 'temperature',
  'consciousness', 'pain', 'blood-glucose', 'weight', 'urine-output', 'fluid-balance', 'neuro-check'
)
group by 1, 2;
create index on observed_minute (encounter_id, minute) include (codes);
create unlogged table done as
select encounter_id, at, type, code, form, volume_ml from counted, site
where type in ('task', 'medication') and at < now;
create index on done (encounter_id, at);
create unlogged table patient as
select encounter_id, at, age, pregnant from counted, site
where type = 'admission' and (age is not null or pregnant is not null) and at < now;
create index on patient (encounter_id, at);
create index on need (encounter_id);
analyze observation; analyze observed_minute; analyze done; analyze need; analyze stay; analyze presence;

-- hour by hour
create unlogged table evaluated as
select
  encounter_id, hour, date_trunc('hour', max(run_from)) as run_hour,
  least(hour + interval '1 hour', max(now)) as at
from stay, site, generate_series(date_trunc('hour', from_at), date_trunc('hour', least(counts_until, now)),
  interval '1 hour') as hour
group by encounter_id, hour;

analyze evaluated; analyze patient; analyze site;
create unlogged table known as
select
  evaluated.*,
  respiratory_rate.value as respiratory_rate, spo2.value as spo2,
  coalesce(on_oxygen.value = 1, case when assume_air and spo2.value is not null then false end) as on_oxygen,
  systolic_bp.value as systolic_bp, heart_rate.value as heart_rate,
  coalesce(consciousness.value, case when assume_alert then 1 end) as consciousness,
  temperature.value as temperature, coalesce(scale.value, 1) as spo2_scale,
  array[hygiene.value, nutrition.value, elimination.value, mobility.value] as areas,
  barthel.value as barthel, barthel_extended.value as barthel_extended, mmse.value as mmse,
  coalesce((select bool_or(code = 'central-line') from need
    where need.encounter_id = evaluated.encounter_id and from_at < evaluated.at and until >= evaluated.at), false)
    as central_line,
  coalesce((select bool_or(code = 'palliative') from need
    where need.encounter_id = evaluated.encounter_id and from_at < evaluated.at and until >= evaluated.at), false)
    as palliative,
  coalesce((select age < 16 from patient where patient.encounter_id = evaluated.encounter_id
    and patient.at < evaluated.at and age is not null order by patient.at desc limit 1), false)
  or coalesce((select pregnant from patient where patient.encounter_id = evaluated.encounter_id
    and patient.at < evaluated.at and pregnant is not null order by patient.at desc limit 1), false) as unscored
from evaluated
cross join site
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'respiratory-rate' and o.at < evaluated.at and o.at >= evaluated.at - interval '24 hours'
  order by o.at desc limit 1) respiratory_rate on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'spo2' and o.at < evaluated.at and o.at >= evaluated.at - interval '24 hours'
  order by o.at desc limit 1) spo2 on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'supplemental-oxygen' and o.at < evaluated.at and o.at >= evaluated.at - interval '24 hours'
  order by o.at desc limit 1) on_oxygen on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'systolic-bp' and o.at < evaluated.at and o.at >= evaluated.at - interval '24 hours'
  order by o.at desc limit 1) systolic_bp on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'heart-rate' and o.at < evaluated.at and o.at >= evaluated.at - interval '24 hours'
  order by o.at desc limit 1) heart_rate on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'consciousness' and o.at < evaluated.at and o.at >= evaluated.at - interval '24 hours'
  order by o.at desc limit 1) consciousness on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'temperature' and o.at < evaluated.at and o.at >= evaluated.at - interval '24 hours'
  order by o.at desc limit 1) temperature on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'spo2-scale' and o.at < evaluated.at order by o.at desc limit 1) scale on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'function.hygiene' and o.at < evaluated.at and o.at >= evaluated.at - interval '7 days'
  order by o.at desc limit 1) hygiene on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'function.nutrition' and o.at < evaluated.at and o.at >= evaluated.at - interval '7 days'
  order by o.at desc limit 1) nutrition on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'function.elimination' and o.at < evaluated.at and o.at >= evaluated.at - interval '7 days'
  order by o.at desc limit 1) elimination on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'function.mobility' and o.at < evaluated.at and o.at >= evaluated.at - interval '7 days'
  order by o.at desc limit 1) mobility on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'barthel' and o.at < evaluated.at and o.at >= evaluated.at - interval '7 days'
  order by o.at desc limit 1) barthel on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'barthel-extended' and o.at < evaluated.at and o.at >= evaluated.at - interval '7 days'
  order by o.at desc limit 1) barthel_extended on true
left join lateral (select value from observation o where o.encounter_id = evaluated.encounter_id
  and code = 'mmse' and o.at < evaluated.at and o.at >= evaluated.at - interval '7 days'
  order by o.at desc limit 1) mmse on true;

create unlogged table levelled as
with pointed as (
  select
    *,
    case when respiratory_rate < 8.5 then 3 when respiratory_rate < 11.5 then 1 when respiratory_rate < 20.5 then 0
      when respiratory_rate < 24.5 then 2 when respiratory_rate is not null then 3 end as p_respiratory_rate,
    spo2_points(spo2, spo2_scale, coalesce(on_oxygen, false)) as p_spo2,
    spo2_points(spo2, spo2_scale, coalesce(on_oxygen, true)) as p_spo2_high,
    case when on_oxygen then 2 when not on_oxygen then 0 end as p_oxygen,
    case when systolic_bp < 90.5 then 3 when systolic_bp < 100.5 then 2 when systolic_bp < 110.5 then 1
      when systolic_bp < 219.5 then 0 when systolic_bp is not null then 3 end as p_systolic_bp,
    case when heart_rate < 40.5 then 3 when heart_rate < 50.5 then 1 when heart_rate < 90.5 then 0
      when heart_rate < 110.5 then 1 when heart_rate < 130.5 then 2 when heart_rate is not null then 3 end
      as p_heart_rate,
    case when consciousness = 1 then 0 when consciousness is not null then 3 end as p_consciousness,
    case when temperature < 35.05 then 3 when temperature < 36.05 then 1 when temperature < 38.05 then 0
      when temperature < 39.05 then 1 when temperature is not null then 2 end as p_temperature
  from known
), summed as (
  select
    *,
    p_respiratory_rate + p_spo2 + p_oxygen + p_systolic_bp + p_heart_rate + p_consciousness + p_temperature as news2,
    coalesce(p_respiratory_rate, 0) + coalesce(p_spo2, 0) + coalesce(p_oxygen, 0) + coalesce(p_systolic_bp, 0)
      + coalesce(p_heart_rate, 0) + coalesce(p_consciousness, 0) + coalesce(p_temperature, 0) as news2_low,
    coalesce(p_respiratory_rate, 3) + coalesce(p_spo2_high, 3) + coalesce(p_oxygen, 2) + coalesce(p_systolic_bp, 3)
      + coalesce(p_heart_rate, 3) + coalesce(p_consciousness, 3) + coalesce(p_temperature, 3) as news2_high,
    coalesce(greatest(p_respiratory_rate, p_spo2, p_systolic_bp, p_heart_rate, p_consciousness, p_temperature) = 3,
      false) as has_three,
    greatest(coalesce(p_respiratory_rate, 3), coalesce(p_spo2_high, 3), coalesce(p_systolic_bp, 3),
      coalesce(p_heart_rate, 3), coalesce(p_consciousness, 3), coalesce(p_temperature, 3)) = 3 as has_three_high,
    (select count(*) from unnest(areas) as area where area >= 2)::int as at_2,
    (select count(*) from unnest(areas) as area where area >= 3)::int as at_3,
    (select count(*) from unnest(areas) as area where area >= 4)::int as at_4,
    (select count(*) from unnest(areas) as area where area is null)::int as missing,
    coalesce(barthel <= 35, false) or coalesce(barthel_extended <= 15, false) or coalesce(mmse <= 16, false)
      as dependent,
    coalesce(barthel <= 35, true) or coalesce(barthel_extended <= 15, true) or coalesce(mmse <= 16, true)
      as dependent_high
  from pointed
), counted_hour as (
  select summed.*, sets.*, care.*
  from summed
  cross join lateral (
    select
      count(*) filter (where minute >= summed.at - interval '8 hours' and codes >= 2) as sets_of_two,
      count(*) filter (where codes >= 3) as sets_of_three
    from observed_minute
    where observed_minute.encounter_id = summed.encounter_id
      and minute >= summed.at - interval '12 hours' and minute < summed.at
  ) sets
  cross join lateral (
    select
      count(*) filter (where type = 'task' and code = 'suction') as suction,
      count(*) filter (where type = 'task' and code = 'tracheal-suction') as tracheal_suction,
      count(*) filter (where type = 'task' and code in ('tube-insertion', 'catheter-insertion')) as insertion,
      count(*) filter (where type = 'task' and code = 'inhalation') as inhalation,
      count(*) filter (where type = 'task' and code = 'dressing.simple') as dressing_simple,
      count(*) filter (where type = 'task' and code = 'dressing.complex') as dressing_complex,
      count(*) filter (where form = 'short-infusion') as short_infusion_24h,
      count(*) filter (where form = 'short-infusion' and done.at >= summed.at - interval '16 hours')
        as short_infusion_16h,
      coalesce(sum(volume_ml) filter (where form in ('infusion', 'short-infusion')
        and done.at >= summed.at - interval '16 hours'), 0) as infusion_ml,
      count(*) filter (where form = 'transfusion') as transfusion,
      count(*) filter (where form = 'cytotoxic') as cytotoxic,
      count(*) filter (where form in ('iv-insulin', 'vasoactive', 'observed')) as intensive_drug
    from done
    where done.encounter_id = summed.encounter_id
      and done.at >= summed.at - interval '24 hours' and done.at < summed.at
  ) care
), area as (
  select
    *,
    case when sets_of_three >= 6 or tracheal_suction > 4 then 3
      when sets_of_two >= 4 or suction > 3 or insertion >= 1 or central_line then 2 else 1 end as invasive,
    case when short_infusion_24h >= 5 or transfusion >= 3 or intensive_drug >= 1 then 3
      when infusion_ml >= 1000 or short_infusion_16h >= 2 or transfusion >= 1 or cytotoxic >= 1 or inhalation >= 3
        then 2 else 1 end as medication,
    case when dressing_complex >= 2 or dressing_simple >= 3 then 3
      when dressing_complex >= 1 or dressing_simple >= 2 then 2 else 1 end as wound
  from counted_hour
), raw as (
  select
    *,
    case when (invasive = 3)::int + (medication = 3)::int + (wound = 3)::int >= 2 then 4
      else greatest(invasive, medication, wound) end as s_level_raw
  from area
)
select
  encounter_id, hour, unscored, palliative or unscored as unwatched,
  case when not unscored then news2 end as news2,
  case when not unscored then news2_low end as news2_low,
  case when not unscored then news2_high end as news2_high,
  sets(news2_low, has_three) as sets, sets(news2_high, has_three_high) as sets_high,
  a_level(
    at_2 + case when default_level >= 2 then missing else 0 end,
    at_3 + case when default_level >= 3 then missing else 0 end,
    at_4 + case when default_level >= 4 then missing else 0 end, dependent
  ) as a_level,
  a_level(at_2, at_3, at_4, dependent) as a_level_low,
  a_level(at_2 + missing, at_3 + missing, at_4 + missing, dependent_high) as a_level_high,
  s_level_raw,
  max(s_level_raw) over (
    partition by encounter_id, run_hour order by hour
    range between interval '3 hours' preceding and current row
  ) as s_level
from raw, site;

-- minutes, in millionths
create unlogged table encounter_hour as
with present as (
  select
    presence.encounter_id, presence.ward_id, presence.hour,
    sum(us(until - from_at))::bigint as presence_us
  from presence
  group by 1, 2, 3
), needing as (
  select
    presence.encounter_id, presence.ward_id, presence.hour, bool_or(code = 'isolation') as isolation,
    coalesce(sum(us(least(presence.until, need.until) - greatest(presence.from_at, need.from_at)))
      filter (where code = 'one-to-one'), 0)::bigint as one_to_one_us
  from presence
  join need
    on need.encounter_id = presence.encounter_id
    and need.from_at < presence.until and need.until > presence.from_at
  where code in ('isolation', 'one-to-one')
  group by 1, 2, 3
), attended as (
  select
    encounter_id, ward_id, hour, coalesce(presence_us, 0) as presence_us, coalesce(isolation, false) as isolation,
    coalesce(one_to_one_us, 0) as one_to_one_us, coalesce(churn, 0)::bigint as churn
  from present
  full join churn using (encounter_id, ward_id, hour)
  left join needing using (encounter_id, ward_id, hour)
), local_hour as (
  select
    hour,
    (extract(hour from local_at)::int * 60 + extract(minute from local_at)::int - :day_from + 1440) % 1440 as since
  from (
    select hour, hour at time zone 'UTC' at time zone time_zone as local_at
    from (select distinct hour from evaluated) hours, site
  ) placed
), weighed as (
  select
    encounter_id, ward_id, hour, presence_us, isolation, one_to_one_us, churn, coalesce(escort, 0) as escort,
    unwatched, news2, news2_low, news2_high, sets, sets_high, a_level, a_level_low, a_level_high, s_level_raw, s_level,
    night_milli,
    since < :day_minutes as is_day, (:day_minutes - since % 60 + 59) / 60 as day_hours,
    case when isolation then 123 else 33 end as b,
    (array[0, 55, 144, 276])[a_level] as a, (array[0, 55, 144, 276])[a_level_low] as a_low,
    (array[0, 55, 144, 276])[a_level_high] as a_high,
    (array[59, 76, 112, 151])[s_level] as s
  from attended
  join levelled using (encounter_id, hour)
  join local_hour using (hour)
  join ward using (ward_id)
  left join escort using (encounter_id, ward_id, hour)
), component as (
  select
    encounter_id, ward_id, hour, presence_us, churn, escort,
    rounded(one_to_one_us, 60) as one_to_one,
    case when is_day then rounded(presence_us * b, 3600 * day_hours)
      else rounded(presence_us * (164 + b) * 1000, 19680 * night_milli) end as base,
    case when is_day then rounded(presence_us * a, 3600 * day_hours)
      else rounded(presence_us * a * 1000, 19680 * night_milli) end as general_care,
    case when is_day then rounded(presence_us * a_low, 3600 * day_hours)
      else rounded(presence_us * a_low * 1000, 19680 * night_milli) end as general_care_low,
    case when is_day then rounded(presence_us * a_high, 3600 * day_hours)
      else rounded(presence_us * a_high * 1000, 19680 * night_milli) end as general_care_high,
    case when is_day then rounded(presence_us * s, 3600 * day_hours)
      else rounded(presence_us * s * 1000, 19680 * night_milli) end as special_care,
    rounded(presence_us * greatest(0,
      greatest(0, case when unwatched then 0 else sets end - 5) * 502 * day_hours
        - case when is_day then (s - 59) * 2400 else 0 end), 8640000::bigint * day_hours) as surveillance,
    rounded(presence_us * greatest(0,
      greatest(0, case when unwatched then 0 else sets_high end - 5) * 502 * day_hours
        - case when is_day then (s - 59) * 2400 else 0 end), 8640000::bigint * day_hours) as surveillance_high,
    news2, news2_low, news2_high, a_level, a_level_low, a_level_high, s_level_raw, s_level
  from weighed
), fixed as (
  select *, base + special_care + churn + one_to_one + escort as rest from component
)
select
  encounter_id, ward_id, hour, presence_us, base, general_care, special_care, surveillance, churn, one_to_one, escort,
  rest + general_care + surveillance as minutes,
  rest + general_care_low + surveillance as minutes_low,
  rest + general_care_high + surveillance_high as minutes_high,
  news2, news2_low, news2_high, a_level, a_level_low, a_level_high, s_level_raw, s_level
from fixed
where presence_us > 0 or churn > 0;
copy (
  select
    encounter_id, ward_id, (extract(epoch from hour) * 1000000)::bigint as hour, presence_us, base, general_care,
    special_care, surveillance, churn, one_to_one, escort, minutes, minutes_low, minutes_high,
    news2, news2_low, news2_high, a_level, a_level_low, a_level_high, s_level_raw, s_level
  from encounter_hour
) to :'to' with (format csv, header);
