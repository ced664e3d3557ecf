-- Need, staffing and gap of the wards together by hour of the day and weekday in site time: means and
-- spread of the hours a reader may see.
-- Source: BALANCE.md. Both hours of the night that has two of a name count under it.
-- Grain: weekday (1 Monday), hour of the day.
select
  isodow(local_of(hour)) as weekday,
  extract(hour from local_of(hour)) as hour,
  count(*) filter (has_need) as "knownHours",
  count(*) filter (is_balanced) as "balancedHours",
  count(*) filter (is_hidden) as "hiddenHours",
  spread_of(if(has_need, nurses_for(minutes), null)) as required,
  spread_of(if(rn is null and na is null, null, (coalesce(rn, 0) + coalesce(na, 0)) / 1000000.0::double))
    as nurses,
  spread_of(if(is_balanced,
    (coalesce(rn, 0) + coalesce(na, 0)) / 1000000.0::double - nurses_for(minutes), null)) as gap
from visible_hour(readers, since, until, known, 'hour')
group by all
order by all
