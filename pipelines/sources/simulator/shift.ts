import type { Seconds } from './clock.ts';

/** The shifts of a ward-day in local time, as the site file has them. */
export const SHIFTS = [
  { name: 'day', from: 7, hours: 7 },
  { name: 'evening', from: 14, hours: 7 },
  { name: 'night', from: 21, hours: 10 },
] as const;

export type ShiftName = (typeof SHIFTS)[number]['name'];

/** Registered nurses and nursing assistants. */
export const ROLES = ['rn', 'na'] as const;
export type Role = (typeof ROLES)[number];
export type Headcount = Readonly<Record<Role, number>>;

/** How many of a role are there in a part of a shift. */
export interface Part {
  readonly from: Seconds;
  readonly to: Seconds;
  readonly heads: number;
}

/** Who is there: of each role, in the parts of the shift one after another. */
export type Attendance = Readonly<Record<Role, readonly Part[]>>;

/** One shift of a ward, and the work that has come up in it so far. */
export interface Shift {
  readonly id: string;
  readonly name: ShiftName;
  readonly from: Seconds;
  readonly to: Seconds;
  readonly planned: Headcount;
  /** As planned until the shift begins. */
  attendance: Attendance;
  minutes: number;
  hours: number;
}
