import { type Headcount, SHIFTS, type ShiftName } from './shift.ts';
import type { Specialty } from './specialty.ts';

/** Beds of the ward that a specialty's staffing is given for. */
const BEDS = 25;
/** Share of beds in use in the middle of a week: patients go home before lunch, and others come until late. */
const USUAL_OCCUPANCY = { day: 0.96, evening: 0.92, night: 0.96 };

/** Staffing that was decided for a usual day, and the patients that it was decided for. */
export interface Agreed extends Headcount {
  readonly patients: number;
  readonly minutesPerPatientHour: number;
}

/** The staffing of a ward by shift: that of its specialty for its beds, in half persons. */
export function agreedStaffing(specialty: Specialty, beds: number): Record<ShiftName, Agreed> {
  const halves = (heads: number, fewest: number) =>
    Math.max(fewest, Math.round((2 * heads * beds) / BEDS) / 2);
  const of = ({ name }: { name: ShiftName }): Agreed => {
    const [rn, na] = specialty.agreed[name];
    return {
      rn: halves(rn, 1),
      na: halves(na, 0.5),
      patients: Math.max(1, Math.round(2 * USUAL_OCCUPANCY[name] * beds) / 2),
      minutesPerPatientHour: specialty.minutesPerPatientHour[name],
    };
  };
  return Object.fromEntries(SHIFTS.map((shift) => [shift.name, of(shift)])) as Record<
    ShiftName,
    Agreed
  >;
}

/** Persons present for each norm person when the ward is in balance. */
export function levelOf({ rn, na, patients, minutesPerPatientHour }: Agreed): number {
  return (rn + na) / ((patients * minutesPerPatientHour) / 60);
}
