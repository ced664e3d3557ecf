import { levelOf } from './agreed.ts';
import { HOUR, type Hour, MINUTE } from './clock.ts';
import type { EventSink } from './event-sink.ts';
import { charted } from './lateness.ts';
import { ROLES, type Shift } from './shift.ts';
import { currentShift } from './staffing.ts';
import type { Ward } from './ward.ts';
import { workload } from './workload.ts';

const RESPONSE = 0.85;
const SENSITIVITY = 6;
const TEMPER = 0.9;

/** Adds the hour's work to the shift, and towards its end asks the charge nurse, who mostly answers. */
export function judge(ward: Ward, hour: Hour, sink: EventSink): void {
  const shift = currentShift(ward, hour.start);
  if (shift === undefined) return;
  const end = hour.start + HOUR;
  shift.minutes += workload(ward, shift.name, hour.start);
  shift.hours++;
  if (shift.to !== end || !ward.rosterRandom.chance(RESPONSE)) return;
  const load = loadOf(shift, ward);
  const value = Math.round(
    ward.rosterRandom.normal(SENSITIVITY * (load - ward.accustomed), TEMPER),
  );
  const moment = charted(hour.start + ward.rosterRandom.whole(20, 50) * MINUTE, ward.rosterRandom);
  sink.write(
    {
      id: `${shift.id}-judgement`,
      source: 'charge-nurse',
      type: 'judgement',
      wardId: ward.plan.wardId,
      value: Math.min(3, Math.max(-3, value)),
      occurredAt: moment.occurredAt,
      recordedAt: moment.recordedAt,
    },
    moment,
  );
}

/** Persons that the work of the shift asks for at the agreed level, over those who are there. */
function loadOf({ name, from, to, attendance, minutes, hours }: Shift, ward: Ward): number {
  const required = (levelOf(ward.plan.agreed[name]) * minutes) / 60 / hours;
  const parts = ROLES.flatMap((role) => attendance[role]);
  const present = parts.reduce((sum, part) => sum + part.heads * (part.to - part.from), 0);
  return required / (present / (to - from));
}
