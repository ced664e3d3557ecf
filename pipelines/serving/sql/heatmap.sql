-- Need, staffing and gap of the wards together by hour of the day and weekday in site time: means and
-- spread, in nurses, of the ward-hours a reader may see: what a ward of them needs, and not their sum.
-- Source: BALANCE.md. Both hours of the night that has two of a name count under it.
-- Grain: weekday (1 Monday), hour of the day; in order.
select
  isodow(local_of(hour)) as weekday,
  extract(hour from local_of(hour)) as hour,
  count(*) as hours,
  count(*) filter (has_need) as known_hours,
  count(*) filter (is_balanced) as balanced_hours,
  count(*) filter (is_hidden) as hidden_hours,
  spread_of(if(has_need, nurses_for(minutes), null)) as norm_need,
  spread_of(required_for(scaled)) as required,
  spread_of(units_of(nurses)) as nurses,
  spread_of(if(is_balanced, units_of(nurses) - required_for(scaled), null)) as gap,
  coverage_of(sum(covered_us), sum(presence_us)) as coverage,
  any_value(model) as model, max(computed_at) as computed_at
from reader_ward_hour(readers, since, until, known, 'hour')
group by all
order by all
