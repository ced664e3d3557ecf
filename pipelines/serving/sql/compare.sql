-- Wards side by side: how load, need and gap are spread over their buckets.
-- Source: BALANCE.md; establishments planned on the mean alone under-deliver.
-- Grain: ward, in the order of the site file.
select
  ward.ward_id, ward.name, ward.type,
  sum(hours)::bigint as hours, sum(known_hours)::bigint as known_hours,
  sum(balanced_hours)::bigint as balanced_hours, sum(hidden_hours)::bigint as hidden_hours,
  spread_of(load) as load,
  spread_of(minutes / 1000000.0::double / nullif(known_hours, 0)) as minutes_per_hour,
  spread_of(gap / nullif(balanced_hours, 0)) as gap_per_hour,
  sum(nurses) / 1000000.0::double - required_for(sum(balanced_scaled)) as gap,
  coverage_of(sum(covered_us), sum(presence_us)) as coverage,
  any_value(model) as model, max(computed_at) as computed_at
from bucket_of(readers, since, until, known, grain) bucket
join ward using (ward_id)
group by ward.ward_id, ward.name, ward.type, ward.ordinal
order by ward.ordinal
