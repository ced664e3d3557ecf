-- Events that count and found no place. Moves without effect: a discharge or leave with no stay open, an
-- arrival overridden by another of its instant, a leave of someone away or present already. And what was
-- observed, given or done while the encounter had no stay; at the very end of a stay it still had one, but
-- for a task, whose minutes are lost there, unless it is an escort of the ward that was left. Moves are all of the encounter, the others those of the hours
-- recomputed. `reason`: of moves; why an event has no stay shows when all are known.
-- Grain: event.
with step as (
  select
    *,
    lag(type) over steps as before,
    last_value(case when not is_leave then if(type = 'discharge', '', ward_id) end ignore nulls)
      over steps as on_ward
  from adt_event
  window steps as (partition by encounter_key order by occurred_at, turn)
), effective as (
  select * from step
  where case
    when type = 'discharge' then is_border
    when type = 'leave.start' then on_ward <> '' and before <> 'leave.start'
    when type = 'leave.end' then on_ward <> '' and before = 'leave.start'
    else true
  end
), idle_move as (
  select persistent_event.*
  from persistent_event
  anti join (from effective where recorded_at is null) effective
    using (encounter_key, occurred_at, type)
  -- of arrivals only the one that holds
  anti join effective
    on effective.encounter_key = persistent_event.encounter_key
    and effective.occurred_at = persistent_event.occurred_at
    and effective.type = persistent_event.type
    and effective.ward_id is not distinct from persistent_event.ward_id
    and effective.bed is not distinct from persistent_event.bed
    and effective.recorded_at = persistent_event.recorded_at
  where is_move
), clinical as (
  select
    encounter_key, encounter_id, partition, fact.occurred_at,
    case when kind = kind('escort') then 'escort' when is_task(kind) then 'task' else 'other' end as sort
  from fact join rescore_slice using (encounter_key)
  where occurred_at >= (select min(from_hour) from rescore_slice)
    and occurred_at >= rescore_slice.from_hour and occurred_at < rescore_slice.until_hour
), place as (
  -- from when on and before when a sort of event has a place
  select
    encounter_key, 'other' as sort, start_at,
    least(coalesce(end_at + to_microseconds(1), 'infinity'::timestamp), closed_from) as until_at
  from stay
  union all
  select
    encounter_key, unnest(['task', 'escort']), start_at,
    least(coalesce(end_at, 'infinity'::timestamp), closed_from)
  from stay
  union all
  select encounter_key, 'escort', end_at, escorts_until + to_microseconds(1) from stay
), loose as (
  select distinct encounter_id, partition, occurred_at, sort
  from clinical
  anti join place
    on place.encounter_key = clinical.encounter_key and place.sort = clinical.sort
    and clinical.occurred_at >= place.start_at and clinical.occurred_at < place.until_at
)
select
  encounter_id, "partition", type, null as code, ward_id, occurred_at, recorded_at, source, id,
  true as is_move,
  case
    when type in ('admission', 'transfer') then 'overridden'
    when not exists (
      from stay
      where stay.encounter_key = idle_move.encounter_key and stay.start_at <= idle_move.occurred_at
        and (stay.end_at is null or stay.end_at >= idle_move.occurred_at)
    ) then if(
      type = 'discharge' and exists (
        from stay where stay.encounter_key = idle_move.encounter_key and stay.start_at > idle_move.occurred_at
      ),
      'before-arrival', 'no-stay'
    )
    when type = 'leave.start' then 'away-already'
    when type = 'leave.end' then 'not-away'
    else 'no-stay'
  end as reason
from idle_move join rescore_slice using (encounter_key)
union all
select
  loose.encounter_id, loose."partition", type, coalesce(code, form), null, event.occurred_at, recorded_at,
  source, id, false, null
from loose
join event
  on event.encounter_id = loose.encounter_id and event.occurred_at = loose.occurred_at
  and loose.sort = case
    when event.type <> 'task' then 'other' when event.code = 'escort' then 'escort' else 'task'
  end
where horizon > 0 and not is_move and status <> 'entered-in-error'
