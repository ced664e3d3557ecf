-- `fact` has what every event of `event` says that a score counts: of several observations of a code at an instant
-- the plausible one that was recorded last, then by (source, id), and when the last of all was recorded.
with said as (
  select
    encounter_id, occurred_at, event.type, fact_kind.word, coalesce(fact_kind.kind, kind_of_type(event.type)) as kind,
    case event.type
      when 'task' then minutes
      when 'medication' then volume_ml
      else case fact_kind.word
        when 'consciousness' then list_position(['A', 'C', 'V', 'P', 'U'], text)
        when 'supplemental-oxygen' then case when value > 0 or (value is null and text = 'true') then 1 else 0 end
        else if(value < plausible_low or value > plausible_high, null, value)
      end
    end::double as value,
    recorded_at, source, id
  from event
  left join fact_kind
    on fact_kind.type = event.type
    and fact_kind.word = case when event.type = 'medication' then form else code end
  where horizon > 0 and not is_move and status <> 'entered-in-error'
), ranked as (
  select
    *,
    count(*) over (partition by encounter_id, occurred_at, kind) as events,
    max(recorded_at) over (partition by encounter_id, occurred_at, kind) as last_recorded_at,
    row_number() over (
      partition by encounter_id, occurred_at, kind order by value is null, recorded_at desc, source desc, id desc
    ) as place
  from said
), expected as (
  select encounter_id, occurred_at, kind, value, if(type = 'observation', events, 1) as events,
    if(type = 'observation', last_recorded_at, recorded_at) as recorded_at
  from ranked
  where type <> 'observation' or place = 1
), found as (
  select encounter_id, occurred_at, kind, value, events, recorded_at
  from fact join known_encounter using (encounter_key)
)
(from expected except all from found)
union all
(from found except all from expected)
