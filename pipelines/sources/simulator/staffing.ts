import { DAY, type Hour, localTime, MINUTE, type Seconds, utc, weekdayOf } from './clock.ts';
import type { Journal } from './journal.ts';
import { type Moment, reported } from './lateness.ts';
import type { Random } from './random.ts';
import type { Headcount, Shift } from './shift.ts';
import type { Ward } from './ward.ts';

/** The shifts of a ward-day in local time, and their staffing against the ward's norm for the hours. */
const SHIFTS = [
  { name: 'day', from: 7, hours: 7, norm: 'dayPatientsPerNurse', rn: 1, na: 1.05 },
  { name: 'evening', from: 14, hours: 7, norm: 'dayPatientsPerNurse', rn: 0.95, na: 0.95 },
  { name: 'night', from: 21, hours: 10, norm: 'nightPatientsPerStaff', rn: 1.1, na: 1 },
] as const;
const TYPICAL_OCCUPANCY = 0.92;
const WEEKEND = 0.78;
const SICK = 0.05;
const REPLACED = 0.45;

/** Publishes the plan a day ahead and the actual staffing as shifts begin; forgets what has ended. */
export function staff(ward: Ward, hour: Hour, journal: Journal): void {
  for (const [index, { from }] of SHIFTS.entries()) {
    if (hour.local !== from) continue;
    const tomorrow = localTime(hour.day + 1, from);
    if (!ward.shifts.some((shift) => shift.from === tomorrow)) {
      planShift(ward, hour.day + 1, index, journal);
    }
    const current = ward.shifts.find((shift) => shift.from === hour.start);
    if (current !== undefined) beginShift(ward, current, journal);
  }
  while (ward.shifts.length > 0 && ward.shifts[0]!.to <= hour.start) ward.shifts.shift();
}

/** What is known at the start of the log: the shift that is on, and the next day's plan. */
export function staffAtStart(ward: Ward, start: Hour, journal: Journal): void {
  for (const day of [start.day - 1, start.day, start.day + 1]) {
    for (const [index, { from, hours }] of SHIFTS.entries()) {
      const begins = localTime(day, from);
      const known = begins < start.start + DAY && localTime(day, from + hours) > start.start;
      if (!known) continue;
      const shift = planShift(ward, day, index, journal);
      if (shift.from < start.start) beginShift(ward, shift, journal);
    }
  }
}

/** The shift that is on, if it is known. */
export function currentShift(ward: Ward, at: Seconds): Shift | undefined {
  return ward.shifts.find(({ from, to }) => from <= at && to > at);
}

function planShift(ward: Ward, day: number, index: number, journal: Journal): Shift {
  const { name, from, hours } = SHIFTS[index]!;
  const planned = plan(ward, day, index);
  const shift: Shift = {
    id: `${ward.plan.wardId}-${day}-${name}`,
    from: localTime(day, from),
    to: localTime(day, from + hours),
    planned,
    actual: { rn: turnUp(planned.rn, ward.random), na: turnUp(planned.na, ward.random) },
    minutes: 0,
    hours: 0,
  };
  ward.shifts.push(shift);
  const moment = reported(
    localTime(day - 1, from) + ward.random.whole(0, 50) * MINUTE,
    ward.random,
  );
  writeStaffing(ward, shift, 'planned', moment, journal);
  return shift;
}

function beginShift(ward: Ward, shift: Shift, journal: Journal): void {
  const moment = reported(shift.from + ward.random.whole(0, 40) * MINUTE, ward.random);
  writeStaffing(ward, shift, 'actual', moment, journal);
}

function plan({ plan: { beds }, specialty, random }: Ward, day: number, index: number): Headcount {
  const shift = SHIFTS[index]!;
  const weekend = weekdayOf(day) > 4 && shift.name !== 'night' ? WEEKEND : 1;
  const nurses = (TYPICAL_OCCUPANCY * beds) / specialty[shift.norm];
  const whole = (heads: number) =>
    Math.max(1, Math.round(heads * weekend + random.between(-0.4, 0.4)));
  return { rn: whole(nurses * shift.rn), na: whole(nurses * shift.na) };
}

/** Sick leave, part of it replaced; sometimes someone from the pool, or for half the shift. */
function turnUp(planned: number, random: Random): number {
  let present = planned;
  for (let head = 0; head < planned; head++) {
    if (random.chance(SICK) && !random.chance(REPLACED)) present--;
  }
  if (random.chance(0.06)) present += random.pick([0.5, 1]);
  return Math.max(1, present);
}

function writeStaffing(
  ward: Ward,
  shift: Shift,
  basis: 'planned' | 'actual',
  moment: Moment,
  journal: Journal,
): void {
  for (const role of ['rn', 'na'] as const) {
    journal.write(
      {
        id: `${shift.id}-${basis}-${role}`,
        source: 'roster',
        type: 'staffing',
        wardId: ward.plan.wardId,
        role,
        basis,
        from: utc(shift.from),
        to: utc(shift.to),
        headcount: shift[basis][role],
        occurredAt: moment.occurredAt,
        recordedAt: moment.recordedAt,
      },
      moment,
    );
  }
}
