import type { Micros } from '../../schemas/instant.ts';
import type { StaffingEvent } from './staffing.ts';

export interface StaffingRange {
  readonly wards: readonly string[];
  readonly basis: 'planned' | 'actual';
  readonly from: Micros;
  readonly to: Micros;
}

/** Staffing by its identity: the version that counts. */
export interface KnownStaffing extends Pick<StaffingEvent, 'id' | 'source' | 'status' | 'wardId'> {
  readonly role: 'rn' | 'na';
  readonly from: Micros;
  readonly to: Micros;
  readonly headcount: number;
  readonly occurredAt: Micros;
  readonly recordedAt: Micros;
}

const IN_RANGE = `type = 'staffing' and basis = $basis
    and from_at < make_timestamp($to::bigint) and to_at > make_timestamp($from::bigint)
    and ward_id in (select unnest(from_json($wards, '["varchar"]')))`;

/** The version that counts of all staffing of a source within a range. */
export const KNOWN_STAFFING = `
  select
    id, source, status, ward_id as "wardId", role, headcount, from_at as "from", to_at as "to",
    occurred_at as "occurredAt", recorded_at as "recordedAt"
  from staffing where source = $source and ${IN_RANGE}
  order by ward_id, from_at, role, id`;

/** Other sources that have staffing within a range. */
export const OTHER_SOURCES = `
  select distinct source from staffing
  where source <> $source and status <> 'entered-in-error' and ${IN_RANGE}
  order by source`;

export function staffingParams(source: string, { wards, basis, from, to }: StaffingRange) {
  return { source, basis, from, to, wards: JSON.stringify(wards) };
}
