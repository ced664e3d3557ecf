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
  anti join effective
    on effective.encounter_key = persistent_event.encounter_key
    and effective.occurred_at = persistent_event.occurred_at
    and effective.type = persistent_event.type
    -- of an arrival only the one that holds
    and effective.ward_id is not distinct from persistent_event.ward_id
    and effective.bed is not distinct from persistent_event.bed
    and (effective.recorded_at is null or effective.recorded_at = persistent_event.recorded_at)
  where is_move
), clinical as (
  select encounter_id, type, code, form, occurred_at, recorded_at, source, id, status
  from event
  where horizon = 1 and occurred_at >= (select min(from_hour) from rescore_slice)
  union all
  select encounter_id, type, code, form, occurred_at, recorded_at, source, id, status
  from lasting_event
  where not is_move and occurred_at >= (select min(from_hour) from rescore_slice)
), loose as (
  select rescore_slice.encounter_key, clinical.*
  from clinical
  join rescore_slice
    on rescore_slice.encounter_id = clinical.encounter_id
    and clinical.occurred_at >= rescore_slice.from_hour and clinical.occurred_at < rescore_slice.until_hour
  anti join stay
    on stay.encounter_key = rescore_slice.encounter_key
    and clinical.occurred_at >= stay.start_at
    and (
      (
        clinical.occurred_at < stay.closed_from
        and (stay.end_at is null or clinical.occurred_at < stay.end_at
          or (clinical.occurred_at = stay.end_at and clinical.type <> 'task'))
      )
      or (
        clinical.type = 'task' and clinical.code = 'escort'
        and clinical.occurred_at >= stay.end_at and clinical.occurred_at <= stay.escorts_until
      )
    )
  where clinical.status <> 'entered-in-error'
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
  encounter_id, rescore_slice."partition", type, coalesce(code, form), null, occurred_at, recorded_at,
  source, id, false, null
from loose join rescore_slice using (encounter_key, encounter_id)
