import type { Trust } from './trust.ts';

/** Registered nurses, or assistants. */
export type Role = 'rn' | 'na';

/**
 * A ward in a shift, in persons, as its figures are known: what lending is computed from. Of assistants
 * what persons lack, less what registered nurses lack, is missing.
 */
export interface StaffedWard {
  readonly wardId: string;
  readonly type: string;
  /** Staff less what is required, signed. */
  readonly over: number;
  readonly present: number;
  /** What would be required in an unusually heavy shift (p90); `null` if that is not known. */
  readonly high: number | null;
  /** Assistants who are there; `null` if unknown. */
  readonly na: number | null;
  /** Registered nurses less those required, signed; `null` if unknown. */
  readonly rnOver: number | null;
  /** Registered nurses over the minimum of the ward at any hour, signed; `null` if unknown. */
  readonly rnOverMinimum: number | null;
  /** Whether registered nurses are wanted even if persons are enough: the ward is flagged for them. */
  readonly mustHaveRn: boolean;
  /** Whether the ward has room by the site's limits, is short or tight, or neither. */
  readonly standing: 'room' | 'lacking' | 'neither';
  readonly trust: Trust;
}
