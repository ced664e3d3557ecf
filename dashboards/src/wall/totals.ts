import type { WardNow } from '../../../schemas/ward-now.ts';
import { differenceOf } from '../difference.ts';
import { countStates, isSound, type State } from '../status.ts';

/** Wards together: sums over those whose staffing and level are known, and how many are not. */
export interface Totals {
  /** Wards that are summed up. */
  readonly counted: number;
  /**
   * States of the wards that are not: staffing or level is not known, or the values are old or of too few inputs. A ward may
   * be short of registered nurses though its assistants are not known.
   */
  readonly uncounted: readonly State[];
  /** Persons. */
  readonly present: number;
  readonly required: number;
  readonly gap: number;
  /** Of all wards, counted or not, as their tiles say. */
  readonly short: number;
  readonly tight: number;
  /** Ends of the shifts that counted wards are led by until then, while the sums are of now. */
  readonly ledUntil: readonly string[];
}

/** The wards of a division, or all where `division` is `null`. */
export interface Part {
  readonly division: string | null;
  readonly totals: Totals;
}

/** Sums wards up. A sum hides a ward that is short behind one that can spare, so both are counted too. */
export function totalsOf(wards: readonly WardNow[], stateOf: (ward: WardNow) => State): Totals {
  const states = wards.map((ward) => stateOf(ward));
  const uncounted: State[] = [];
  const ledUntil: string[] = [];
  const sums = { counted: 0, present: 0, required: 0, gap: 0 };
  wards.forEach((ward, i) => {
    const { gap, requiredNurses } = ward;
    const state = states[i]!;
    if (gap === null || requiredNurses === null || !isSound(state)) {
      uncounted.push(state);
      return;
    }
    sums.counted += 1;
    sums.gap += gap;
    sums.required += requiredNurses;
    sums.present += gap + requiredNurses;
    const until = differenceOf(ward, state)?.until ?? null;
    if (until !== null) ledUntil.push(until);
  });
  const { short, tight } = countStates(states);
  return { ...sums, uncounted, short, tight, ledUntil };
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
