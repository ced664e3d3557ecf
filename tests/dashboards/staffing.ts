import type { IntensityPoint } from '../../schemas/read-api.ts';

type Staffing = Pick<
  IntensityPoint,
  'present' | 'staffedHours' | 'hoursWithout' | 'rnMinimum' | 'supply'
>;

/** The staffing of hours of a ward whose roles are those that are given. */
export function staffingOf(supply: IntensityPoint['supply'], hours: number): Staffing {
  return {
    supply,
    present: supply === null ? null : (supply.rn ?? 0) + (supply.na ?? 0),
    staffedHours: supply === null ? 0 : hours,
    hoursWithout: { rn: 0, na: 0 },
    rnMinimum: null,
  };
}
