import type { Micros } from '../../schemas/instant.ts';
import type { LevelInForce } from './level.ts';
import type { HourStaffing } from './supply.ts';
import type { ReferenceWardHour } from './ward-hours.ts';

/** Who asks: a member of the treating unit, or anybody else. */
export type Reader = 'treating' | 'outside';

/** Need and staffing of a ward in one hour, as one reader may see them. */
export interface HourBalance extends HourStaffing {
  readonly hour: Micros;
  /** Null where it is not known or withheld. */
  readonly need: ReferenceWardHour | null;
  /** Withheld from this reader: less than five patient-hours, or none. */
  readonly hidden: boolean;
  /** Need is known and seen, and the hour is staffed. */
  readonly worked: boolean;
  readonly level: LevelInForce | null;
  /** Worked, with a level. */
  readonly balanced: boolean;
}
