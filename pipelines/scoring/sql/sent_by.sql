-- Who sent the versions of an event: the sender noted last for its source, up to the delivery that brought
-- the version. Grain: a version. Missing: NULL where the server wrote it, or from before senders were noted.
select
  version.status, version.recorded_at as "recordedAt",
  version.is_standing as "isStanding",
  provenance.sender
from (
  select *, true as is_standing from event
  union all by name
  select *, false as is_standing from superseded_event
) version
asof left join provenance
  on version.source = provenance.source and version.delivery >= provenance.delivery
where version.source = $source and version.id = $id
order by version.recorded_at, version.delivery
