import { isDeepStrictEqual } from 'node:util';
import { closedFrom } from '../../schemas/closing.ts';
import { formatInstant } from '../../schemas/instant.ts';
import type { FormerWard, Site, Ward } from '../../schemas/site.ts';
import type { NotedSite } from './lines.ts';

/** Whether a site file is already recorded, in any order of fields. */
export function saysTheSame(before: NotedSite | null, site: NotedSite): boolean {
  // in its form after parsing: without undefined fields
  return isDeepStrictEqual(asRead(before), asRead(site));
}

const asRead = (noted: NotedSite | null) => JSON.parse(JSON.stringify(noted));

/** Returns the wards of earlier site files that a site file lacks, with what is known of them. */
export function formerWards(before: NotedSite | null, { wards }: Site): FormerWard[] {
  if (before === null) return [];
  const { site, former } = before;
  const named = new Set(wards.map(({ wardId }) => wardId));
  const known = [...former, ...site.wards.map((ward) => asFormer(ward, site.timeZone))];
  return known.filter(({ wardId }) => !named.has(wardId));
}

/** A local date is in the time zone that the site had then. */
function asFormer(ward: Ward, timeZone: string): FormerWard {
  const { wardId, nightPatientsPerNurse } = ward;
  const closed = closedFrom(ward, timeZone);
  const known = { wardId, nightPatientsPerNurse };
  return closed === null ? known : { ...known, closedFrom: formatInstant(closed) };
}
