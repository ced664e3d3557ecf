-- low ≤ point ≤ high, for minutes, NEWS2 and levels; without anything missing they are one.
select encounter_id, ward_id, hour
from encounter_hour
where not (minutes_low <= minutes and minutes <= minutes_high)
  or not (a_level_low <= a_level and a_level <= a_level_high)
  or news2 is not null and (news2 <> news2_low or news2 <> news2_high)
  or news2_low > news2_high
  or (news2_reason is null) = (news2_low is null)
