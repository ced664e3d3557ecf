-- What the need of a shift, day, week or month is made of, outside the treating unit: of whole buckets that
-- are over, each component to which at least five patients contribute, in at least five patient-hours, in
-- whole nurses through the bucket's hours: no patient needs more than one for a component.
-- Source: BALANCE.md, Small counts.
-- Missing-data rule: a component of fewer, or none, is NULL. As known then nothing is told: buckets would grow by the hour.
-- Grain: ward, bucket.
with edge as (
  select bucket from calendar_of(grain, since - interval 1 hour, since)
  union all
  select bucket from calendar_of(grain, until, until + interval 1 hour)
), whole as (
  select bucket from calendar_of(grain, since, until)
  group by bucket having max(hour) < (select hour from clock)
), counted as (
  select ward_id, hour, bucket
  from visible_hour(readers, since, until, null::timestamp, grain)
  semi join whole using (bucket)
  anti join edge using (bucket)
  where not treating and has_need and grain <> 'hour' and known is null
), contributed as (
  select
    ward_id, bucket, encounter_id,
    unnest([
      part_of('base', sum(base), sum(presence_us) filter (base > 0)),
      part_of('general_care', sum(general_care), sum(presence_us) filter (general_care > 0)),
      part_of('special_care', sum(special_care), sum(presence_us) filter (special_care > 0)),
      part_of('surveillance', sum(surveillance), sum(presence_us) filter (surveillance > 0)),
      part_of('churn', sum(churn), sum(presence_us) filter (churn > 0)),
      part_of('one_to_one', sum(one_to_one), sum(presence_us) filter (one_to_one > 0)),
      part_of('escort', sum(escort), sum(presence_us) filter (escort > 0))
    ], recursive := true)
  from encounter_hour join counted using (ward_id, hour)
  where hour >= since and hour < until
  group by ward_id, bucket, encounter_id
), known as (
  select ward_id, bucket, count(*) as hours from counted group by ward_id, bucket
), shown as (
  select
    ward_id, bucket, component,
    in_steps(sum(part)::bigint, any_value(hours) * 60000000) as minutes
  from contributed join known using (ward_id, bucket)
  group by ward_id, bucket, component
  having count(*) filter (part > 0) >= 5 and not is_few(sum(part_us)::bigint)
)
select
  ward_id, bucket,
  max(minutes) filter (component = 'base') as base,
  max(minutes) filter (component = 'general_care') as general_care,
  max(minutes) filter (component = 'special_care') as special_care,
  max(minutes) filter (component = 'surveillance') as surveillance,
  max(minutes) filter (component = 'churn') as churn,
  max(minutes) filter (component = 'one_to_one') as one_to_one,
  max(minutes) filter (component = 'escort') as escort
from shown
group by ward_id, bucket
