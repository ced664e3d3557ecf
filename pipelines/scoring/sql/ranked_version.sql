-- All rows of repeated identities, superseded versions among them, in the order in which they count
-- (`version_rank`); of equal rows the earlier.
-- `winner_delivery`: the delivery that brought the row that counts. `copy`: 1 for the first row of a
-- content, more for the same sent again.
-- Grain: row of `event` or, `event_row` NULL, of `superseded_event`; `ordinal` 1 counts.
with contender as (
  select rowid as event_row, event.*
  from event
  where rowid in (
    select event_row from version_candidate where identity in (select identity from repeated_identity)
  )
  union all by name
  select superseded_event.*, null as event_row
  from superseded_event
  where identity in (select identity from repeated_identity)
), compared as (
  select
    *,
    version_rank(
      recorded_at, status,
      occurred_at := occurred_at, type := type, encounter_id := encounter_id, code := code,
      value := value, text := text, unit := unit, ward_id := ward_id, bed := bed, age := age,
      pregnant := pregnant, planned_discharge_at := planned_discharge_at, minutes := minutes,
      form := form, volume_ml := volume_ml, instrument := instrument, total := total,
      items := items, role := role, basis := basis, from_at := from_at, to_at := to_at,
      headcount := headcount
    ) as version
  from contender
)
select
  * exclude (version),
  row_number() over ranking as ordinal,
  first_value(delivery) over ranking as winner_delivery,
  row_number() over (
    partition by source, id, version order by delivery, event_row nulls first
  ) as copy
from compared
window ranking as (
  partition by source, id
  order by version desc, delivery, event_row nulls first
  rows between unbounded preceding and unbounded following
)
