import { isDeepStrictEqual } from 'node:util';
import type { FormerWard, Site, Ward } from '../../schemas/site.ts';
import { periodOf, periodText } from '../../schemas/ward-period.ts';
import type { NotedSite } from './lines.ts';

/** Whether a site file is already recorded, in any order of fields. */
export function isSameSite(before: NotedSite | null, site: NotedSite): boolean {
  // in its form after parsing: without undefined fields
  return isDeepStrictEqual(asRead(before), asRead(site));
}

const asRead = (noted: NotedSite | null) => JSON.parse(JSON.stringify(noted));

/** Returns the wards of earlier site files that a site file lacks, with what is known of them. */
export function formerWards(before: NotedSite | null, { wards }: Site): FormerWard[] {
  if (before === null) return [];
  const { site, former } = before;
  const named = new Set(wards.map(({ wardId }) => wardId));
  const left = [
    ...former.map(inPresentWords),
    ...site.wards.map((w) => asFormer(w, site.timeZone)),
  ];
  return left.filter(({ wardId }) => !named.has(wardId));
}

/** A local date is in the time zone that the site had then. */
function asFormer(ward: Ward, timeZone: string): FormerWard {
  const { wardId, nightPatientsPerStaff } = inPresentWords(ward);
  return { wardId, nightPatientsPerStaff, ...periodText(periodOf(ward, timeZone)) };
}

/** Journals of earlier versions have the earlier name of the night ratio. */
function inPresentWords<T extends FormerWard>(ward: T & { nightPatientsPerNurse?: number }): T {
  const { nightPatientsPerNurse, ...rest } = ward;
  if (nightPatientsPerNurse === undefined) return ward;
  return { ...rest, nightPatientsPerStaff: nightPatientsPerNurse } as unknown as T;
}
