import type { SiteView, WardComparison } from '../../../schemas/read-api.ts';
import type { Compared } from './choice.ts';
import type { Spread } from './heat.ts';

/** Wards of a kind beside each other, in the order of the site. */
export interface Group {
  readonly type: string;
  readonly wards: readonly WardComparison[];
  /** Median of the medians of the wards; `null` if fewer than two are known. */
  readonly median: number | null;
}

const FIELDS = { load: 'load', minutes: 'minutesPerHour', gap: 'gapPerHour' } as const;

/** The chosen wards and all that are of the same kinds, in the order of the site. */
export function alike(chosen: readonly string[], { wards }: Pick<SiteView, 'wards'>): string[] {
  const types = new Set(
    wards.filter(({ wardId }) => chosen.includes(wardId)).map(({ type }) => type),
  );
  return wards.filter(({ type }) => types.has(type)).map(({ wardId }) => wardId);
}

/** How what is compared is spread over the ward's buckets. */
export function spreadOf(ward: WardComparison, compared: Compared): Spread {
  return ward[FIELDS[compared]];
}

/** Wards by kind, kinds in the order of the site. */
export function groups(wards: readonly WardComparison[], compared: Compared): Group[] {
  const types = new Set(wards.map(({ type }) => type));
  return [...types].map((type) => {
    const own = wards.filter((ward) => ward.type === type);
    const medians = own.flatMap((ward) => spreadOf(ward, compared).p50 ?? []);
    return { type, wards: own, median: medians.length < 2 ? null : medianOf(medians) };
  });
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const last = sorted.length - 1;
  return (sorted[Math.floor(last / 2)]! + sorted[Math.ceil(last / 2)]!) / 2;
}
