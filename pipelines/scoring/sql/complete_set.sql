-- Minutes in which all seven NEWS2 parameters were recorded (or assumed, by the site's switches),
-- with the interval in half hours that the set's own NEWS2 asks for, on either SpO2 scale.
-- Source: RCP 2017 (intervals); continuous read as every half hour is our assumption.
-- Grain: encounter, minute.
with complete as (
  select
    encounter_key, minute,
    spo2,
    coalesce(on_oxygen = 1, false) as oxygen,
    [
      news2_respiratory_rate(respiratory_rate),
      news2_oxygen(oxygen),
      news2_systolic_bp(systolic_bp),
      news2_heart_rate(heart_rate),
      news2_consciousness(substr('ACVPU', coalesce(consciousness::integer, 1), 1)),
      news2_temperature(temperature)
    ] as points
  from observation_minute, site
  where respiratory_rate is not null and spo2 is not null and systolic_bp is not null
    and heart_rate is not null and temperature is not null
    and (on_oxygen is not null or site.assume_air)
    and (consciousness is not null or site.assume_alert)
), scored as (
  select
    encounter_key, minute,
    list_append(points, news2_spo2(spo2, 1, oxygen)) as points_scale_1,
    list_append(points, news2_spo2(spo2, 2, oxygen)) as points_scale_2
  from complete
)
select
  encounter_key, minute,
  news2_half_hours(list_sum(points_scale_1), list_max(points_scale_1)) as half_hours_scale_1,
  news2_half_hours(list_sum(points_scale_2), list_max(points_scale_2)) as half_hours_scale_2
from scored
