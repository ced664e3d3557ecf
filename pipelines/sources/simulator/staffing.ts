import { levelOf } from './agreed.ts';
import { type Hour, localTime, MINUTE, type Seconds, utc, weekdayOf } from './clock.ts';
import type { EventSink } from './event-sink.ts';
import { type Moment, reported } from './lateness.ts';
import { hasNeed } from './needs.ts';
import { attendance, type Demand, roster } from './rostering.ts';
import { ROLES, SHIFTS, type Shift } from './shift.ts';
import type { Ward } from './ward.ts';
import { workload } from './workload.ts';

/** The roster is published so long ahead. */
const DAYS_AHEAD = 21;

/** Publishes the roster weeks ahead and who is there as shifts begin; forgets what has ended. */
export function staff(ward: Ward, hour: Hour, sink: EventSink): void {
  for (const [index, { from }] of SHIFTS.entries()) {
    if (hour.local !== from) continue;
    const ahead = localTime(hour.day + DAYS_AHEAD, from);
    if (!ward.shifts.some((shift) => shift.from === ahead)) {
      planShift(ward, hour.day + DAYS_AHEAD, index, sink);
    }
    const current = ward.shifts.find((shift) => shift.from === hour.start);
    if (current !== undefined) beginShift(ward, current, sink);
  }
  while (ward.shifts.length > 0 && ward.shifts[0]!.to <= hour.start) ward.shifts.shift();
}

/** What is known at the start of the log: the shift that is on, and the roster of the weeks ahead. */
export function staffAtStart(ward: Ward, start: Hour, sink: EventSink): void {
  for (let day = start.day - 1; day <= start.day + DAYS_AHEAD; day++) {
    for (const [index, { from, hours }] of SHIFTS.entries()) {
      const published = day < start.day + DAYS_AHEAD || from < start.local;
      if (!published || localTime(day, from + hours) <= start.start) continue;
      const shift = planShift(ward, day, index, sink);
      if (shift.from < start.start) beginShift(ward, shift, sink);
    }
  }
}

/** The shift that is on, if it is known. */
export function currentShift(ward: Ward, at: Seconds): Shift | undefined {
  return ward.shifts.find(({ from, to }) => from <= at && to > at);
}

function planShift(ward: Ward, day: number, index: number, sink: EventSink): Shift {
  const { name, from, hours } = SHIFTS[index]!;
  const thinned = weekdayOf(day) > 4 && name !== 'night';
  const planned = roster(ward.plan.agreed[name], thinned, ward.rosterRandom);
  const span = { from: localTime(day, from), to: localTime(day, from + hours) };
  const shift: Shift = {
    id: `${ward.plan.wardId}-${day}-${name}`,
    name,
    ...span,
    planned,
    attendance: {
      rn: [{ ...span, heads: planned.rn }],
      na: [{ ...span, heads: planned.na }],
    },
    minutes: 0,
    hours: 0,
  };
  ward.shifts.push(shift);
  const published = localTime(day - DAYS_AHEAD, from) + ward.rosterRandom.whole(0, 50) * MINUTE;
  const moment = reported(published, ward.rosterRandom);
  writeStaffing(ward, shift, 'planned', moment, sink);
  return shift;
}

function beginShift(ward: Ward, shift: Shift, sink: EventSink): void {
  const moment = reported(shift.from + ward.rosterRandom.whole(0, 40) * MINUTE, ward.rosterRandom);
  shift.attendance = attendance(shift, demand(ward, shift), ward.rosterRandom);
  writeStaffing(ward, shift, 'actual', moment, sink);
}

/** What the patients ask for as the shift begins. */
function demand(ward: Ward, { name, from }: Shift): Demand {
  return {
    watched: ward.residents().filter((patient) => hasNeed(patient, 'one-to-one', from)).length,
    persons: (levelOf(ward.plan.agreed[name]) * workload(ward, name, from)) / 60,
  };
}

function writeStaffing(
  ward: Ward,
  shift: Shift,
  basis: 'planned' | 'actual',
  moment: Moment,
  sink: EventSink,
): void {
  for (const role of ROLES) {
    for (const [index, { from, to, heads }] of shift.attendance[role].entries()) {
      sink.write(
        {
          id: `${shift.id}-${basis}-${role}${index === 0 ? '' : `-${index + 1}`}`,
          source: 'roster',
          type: 'staffing',
          wardId: ward.plan.wardId,
          role,
          basis,
          from: utc(from),
          to: utc(to),
          headcount: heads,
          occurredAt: moment.occurredAt,
          recordedAt: moment.recordedAt,
        },
        moment,
      );
    }
  }
}
