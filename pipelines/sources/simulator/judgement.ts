import { HOUR, type Hour, MINUTE } from './clock.ts';
import { monitoringInterval } from './early-warning.ts';
import type { Journal } from './journal.ts';
import { charted } from './lateness.ts';
import { hasNeed } from './needs.ts';
import { isPresent } from './patient.ts';
import { currentShift } from './staffing.ts';
import type { Patient, Ward } from './ward.ts';

const RESPONSE = 0.85;
const SENSITIVITY = 6;
const TEMPER = 0.9;

/** Adds the hour's work to the shift, and towards its end asks the charge nurse, who mostly answers. */
export function judge(ward: Ward, hour: Hour, journal: Journal): void {
  const shift = currentShift(ward, hour.start);
  if (shift === undefined) return;
  const end = hour.start + HOUR;
  for (const patient of ward.residents()) {
    if (isPresent(patient, hour.start, end)) shift.minutes += felt(patient, hour);
  }
  shift.hours++;
  if (shift.to !== end || !ward.random.chance(RESPONSE)) return;
  const load = shift.minutes / (shift.actual.rn * 60 * shift.hours);
  const value = Math.round(ward.random.normal(SENSITIVITY * (load - ward.accustomed), TEMPER));
  const moment = charted(hour.start + ward.random.whole(20, 50) * MINUTE, ward.random);
  journal.write(
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

/**
 * Minutes of work the nurse feels a patient to be in an hour: help, illness, watching. It is meant to
 * follow what a model measures, not to repeat it.
 */
function felt(patient: Patient, hour: Hour): number {
  const { dependency, severity, news, ward } = patient;
  const watch = Math.max(0, HOUR / monitoringInterval({ total: news, single3: false }) - 0.2) * 5;
  const special = hasNeed(patient, 'one-to-one', hour.start) ? 60 : 0;
  if (hour.local >= 22 || hour.local < 6) {
    return 60 / ward.specialty.nightPatientsPerStaff + watch + special;
  }
  const isolated = hasNeed(patient, 'isolation', hour.start) ? 90 : 0;
  return (110 + isolated + 190 * dependency + 110 * severity) / 16 + watch + special;
}
