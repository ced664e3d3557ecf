import type { Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import { bucketName } from './site-time.ts';
import { ROLES, type Role, type Staffing } from './supply.ts';

/**
 * The roles of a ward in an hour. Where the site file says something of the shift, those that the agreed line in force or the
 * skill mix has a part for; else those of any staffing of the ward that has begun.
 */
export function rolesAt(
  site: Site,
  standing: readonly Staffing[],
  wardId: string,
  hour: Micros,
): Role[] {
  const ward = site.wards.find((one) => one.wardId === wardId);
  const [day, start] = bucketName(hour, 'shift', site).split(' ') as [string, string];
  const shift = site.shifts.find((one) => one.start === start)!.id;
  const line = (ward?.agreed ?? [])
    .filter((one) => one.shift === shift && (one.validFrom ?? '') <= day)
    .toSorted((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1))
    .at(-1);
  const mix = ward && site.skillMix[ward.type]?.[shift];
  if (line === undefined && mix === undefined) {
    return ROLES.filter((role) =>
      standing.some((one) => one.wardId === wardId && one.role === role && one.from <= hour),
    );
  }
  const share = { rn: mix ?? 0, na: 1 - (mix ?? 1) };
  return ROLES.filter((role) => (line?.[role] ?? 0) > 0 || share[role] > 0);
}
