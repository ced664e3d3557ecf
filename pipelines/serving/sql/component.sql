-- What the need of a shift, day, week or month is made of, outside the treating unit: of whole buckets that
-- are over, each component to which at least five patients contribute, in at least five patient-hours, in
-- whole nurses through the bucket's hours: no patient needs more than one for a component.
-- Source: BALANCE.md, Small counts.
-- Missing-data rule: a component of fewer, or none, is NULL. NULL as known at an earlier time too: buckets would grow by the hour.
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
  from reader_ward_hour(readers, since, until, null::timestamp, grain)
  semi join whole using (bucket)
  anti join edge using (bucket)
  where not treating and has_need and grain <> 'hour' and known is null
), contributed as (
  select
    ward_id, bucket, encounter_id,
    part_of(base, presence_us) as base, part_of(general_care, presence_us) as general_care,
    part_of(special_care, presence_us) as special_care,
    part_of(surveillance, presence_us) as surveillance, part_of(churn, presence_us) as churn,
    part_of(one_to_one, presence_us) as one_to_one, part_of(escort, presence_us) as escort
  from encounter_hour join counted using (ward_id, hour)
  where hour >= since and hour < until
  group by ward_id, bucket, encounter_id
), known as (
  select ward_id, bucket, count(*) as hours from counted group by ward_id, bucket
)
select
  ward_id, bucket,
  part_shown(base, any_value(hours)) as base,
  part_shown(general_care, any_value(hours)) as general_care,
  part_shown(special_care, any_value(hours)) as special_care,
  part_shown(surveillance, any_value(hours)) as surveillance,
  part_shown(churn, any_value(hours)) as churn,
  part_shown(one_to_one, any_value(hours)) as one_to_one,
  part_shown(escort, any_value(hours)) as escort
from contributed join known using (ward_id, bucket)
group by ward_id, bucket
having coalesce(base, general_care, special_care, surveillance, churn, one_to_one, escort) is not null
