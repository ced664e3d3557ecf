import type { Site } from '../../schemas/site.ts';

/** Which roles a ward has in a shift, for shifts that begin on `validFrom` or later. */
export interface WardRoles {
  readonly wardId: string;
  readonly shiftId: string;
  /** Local day; `null`: always. */
  readonly validFrom: string | null;
  readonly hasRn: boolean;
  readonly hasNa: boolean;
}

/**
 * The roles that a site file gives its wards: those that the agreed staffing of the shift or the skill mix has a part for. A
 * ward and shift that it says neither of have none. Contract: BALANCE.md, Supply.
 */
export function wardRoles(site: Site): WardRoles[] {
  return site.wards.flatMap((ward) =>
    site.shifts.flatMap(({ id: shiftId }): WardRoles[] => {
      const mix = site.skillMix[ward.type]?.[shiftId];
      const ofMix = { hasRn: mix !== undefined && mix > 0, hasNa: mix !== undefined && mix < 1 };
      const lines = (ward.agreed ?? []).filter(({ shift }) => shift === shiftId);
      const agreed = lines.map(({ rn, na, validFrom = null }) => ({
        ...{ wardId: ward.wardId, shiftId, validFrom },
        ...{ hasRn: ofMix.hasRn || rn > 0, hasNa: ofMix.hasNa || na > 0 },
      }));
      const isBegun = agreed.some(({ validFrom }) => validFrom === null);
      if (mix === undefined || isBegun) return agreed;
      return [{ wardId: ward.wardId, shiftId, validFrom: null, ...ofMix }, ...agreed];
    }),
  );
}
