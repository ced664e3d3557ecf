import type { WardNow } from '../../../schemas/ward-now.ts';
import { isSound, type State } from '../status.ts';

/** Wards together: sums over those whose staffing and level are known, and how many are not. */
export interface Totals {
  /** Wards that are summed up. */
  readonly counted: number;
  /** Wards that are not: staffing or level is not known, or the values are old or of too few inputs. */
  readonly uncounted: number;
  /** Persons. */
  readonly present: number;
  readonly required: number;
  readonly gap: number;
  /** Of the counted wards. */
  readonly short: number;
  readonly tight: number;
}

/** The wards of a division, or all where `division` is `null`. */
export interface Part {
  readonly division: string | null;
  readonly totals: Totals;
}

/** Sums wards up. A sum hides a ward that is short behind one that can spare, so both are counted too. */
export function totalsOf(wards: readonly WardNow[], stateOf: (ward: WardNow) => State): Totals {
  const totals = {
    ...{ counted: 0, uncounted: 0, present: 0, required: 0, gap: 0, short: 0, tight: 0 },
  };
  for (const ward of wards) {
    const { gap, requiredNurses } = ward;
    const state = stateOf(ward);
    if (gap === null || requiredNurses === null || !isSound(state)) {
      totals.uncounted += 1;
      continue;
    }
    totals.counted += 1;
    totals.gap += gap;
    totals.required += requiredNurses;
    totals.present += gap + requiredNurses;
    if (state === 'short' || state === 'tight') totals[state] += 1;
  }
  return totals;
}

/** The divisions there are, each once, in the order of the site; a ward may have none. */
export function divisionsOf(wards: readonly Pick<WardNow, 'division'>[]): string[] {
  return [...new Set(wards.flatMap(({ division }) => division ?? []))];
}

/** All wards, then those of each division. */
export function partsOf(wards: readonly WardNow[], stateOf: (ward: WardNow) => State): Part[] {
  const divisions = divisionsOf(wards).map((division) => ({
    division,
    totals: totalsOf(
      wards.filter((ward) => ward.division === division),
      stateOf,
    ),
  }));
  return [{ division: null, totals: totalsOf(wards, stateOf) }, ...divisions];
}
