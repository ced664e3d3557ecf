-- All rows of repeated identities, superseded versions among them: which counts (the greatest `version_rank`; of
-- equal rows the earlier), and which are another's copy.
-- `ordinal`: 1 for the row that counts, 2 for the others. `winner_delivery`: the delivery that brought the row that
-- counts. `copy`: 1 for the first row of a content, 2 for the same sent again.
-- Few columns are compared as one key: a window over all of them takes some five times as long.
-- Grain: row of `event` or, `event_row` NULL, of `superseded_event`.
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
    create_sort_key(
      version_rank(
        recorded_at, status,
        occurred_at := occurred_at, type := type, encounter_id := encounter_id, code := code,
        value := value, text := text, unit := unit, ward_id := ward_id, bed := bed, age := age,
        pregnant := pregnant, planned_discharge_at := planned_discharge_at, minutes := minutes,
        form := form, volume_ml := volume_ml, instrument := instrument, total := total,
        items := items, role := role, basis := basis, from_at := from_at, to_at := to_at,
        headcount := headcount
      ),
      'ASC NULLS LAST'
    ) as version,
    {'delivery': -delivery, 'row': -coalesce(event_row, -1)} as earlier
  from contender
), original as (
  select source, id, version, max(earlier) as first
  from compared group by source, id, version
), winner as (
  select source, id, max({'version': version, 'first': first}) as best
  from original group by source, id
)
select
  compared.* exclude (version, earlier),
  if(version = best.version and earlier = best.first, 1, 2) as ordinal,
  (-best.first.delivery)::integer as winner_delivery,
  if(earlier = first, 1, 2) as copy
from compared
join original using (source, id, version)
join winner using (source, id)
