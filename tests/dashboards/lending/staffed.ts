import type { StaffedWard } from '../../../dashboards/src/lending/staffed-ward.ts';

/** Heads of a ward in a shift, and what is required. */
export interface Heads {
  readonly wardId: string;
  readonly type?: string;
  readonly rn: number;
  readonly na: number;
  readonly required: number;
  readonly high?: number | null;
  /** Of what is required. */
  readonly rnShare?: number;
  readonly minimumRn?: number;
}

/** A sound ward, lacking from a person on and with room from a person on, and what a test changes. */
export function staffed(heads: Heads, change: Partial<StaffedWard> = {}): StaffedWard {
  const { wardId, type = 'surgery', rn, na, required, rnShare = 0.5, minimumRn = 2 } = heads;
  const over = rn + na - required;
  return {
    ...{ wardId, type, over, na, present: rn + na, high: heads.high ?? null },
    ...{ rnOver: rn - rnShare * required, rnOverMinimum: rn - minimumRn, mustHaveRn: false },
    standing: over <= -1 ? 'lacking' : over >= 1 ? 'room' : 'neither',
    trust: 'sound',
    ...change,
  };
}
