-- Open stays that ended by themselves: nothing came of the encounter for so long that the patient is presumed
-- to have left. `left_at`: until when the stay counts.
-- Grain: encounter.
select
  encounter_id, encounter."partition", ward_id, last_at, last_at + to_days(silent_stay_days) as left_at
from encounter
join sign_of_life using (encounter_id)
join stream on stream."partition" = encounter."partition", site
where ends_at is null and last_at + to_days(silent_stay_days) <= stream_time
