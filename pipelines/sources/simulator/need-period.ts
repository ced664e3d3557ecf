import type { CARE_NEEDS } from '../../../schemas/vocabulary.ts';
import type { Seconds } from './clock.ts';

export type CareNeed = (typeof CARE_NEEDS)[number];

/** A care need from its start to its stop; a stop after the discharge is never written. */
export interface NeedPeriod {
  readonly code: CareNeed;
  readonly from: Seconds;
  readonly to: Seconds;
}
