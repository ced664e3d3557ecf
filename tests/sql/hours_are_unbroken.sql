-- From admission to discharge or stream time there is a row every hour, except while away.
-- The first hour of a run has an arrival, or the encounter has a row the hour before.
select this.encounter_id, this.hour
from (select encounter_id, hour, sum(arrivals) as arrivals, sum(presence_us) as presence_us
  from encounter_hour group by all) this
left join (select distinct encounter_id, hour from encounter_hour) before
  on before.encounter_id = this.encounter_id and before.hour = this.hour - interval 1 hour
where before.hour is null and this.arrivals = 0
  and not exists (select 1 from event where event.encounter_id = this.encounter_id
    and starts_with(event.type, 'leave'))
