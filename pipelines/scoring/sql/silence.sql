-- Silences within a stay, [from_at, until_at): so long between two events of an encounter that one of them
-- is of a mistaken year. The stay goes on for a while after the one before, as if nothing came after it, and
-- begins to count again with the next: so no event makes more hours than some hundred days have.
-- Source: MODEL.md §2; the limit is our assumption.
-- Grain: encounter, silence.
with long as (
  select encounter_key, encounter_id
  from stay join next_encounter using (encounter_key) join sign_of_life using (encounter_id)
  group by encounter_key, encounter_id, last_at
  having last_at > min(start_at) + longest_silence()
), sign as (
  select
    encounter_key, occurred_at,
    lag(occurred_at) over (partition by encounter_key order by occurred_at) as before_at
  from event join long using (encounter_id)
  where status <> 'entered-in-error'
)
select encounter_key, before_at + to_days(silent_stay_days) as from_at, occurred_at as until_at
from sign, site
where occurred_at > before_at + longest_silence() and until_at > from_at
