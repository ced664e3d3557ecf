import { HOUR, type Seconds } from './clock.ts';
import { monitoringInterval } from './early-warning.ts';
import { hasNeed } from './needs.ts';
import { isPresent } from './patient.ts';
import type { ShiftName } from './shift.ts';
import type { Patient, Ward } from './ward.ts';

/**
 * Minutes of work that nurses feel the patients of a ward to be in the hour from `at`: help, illness, watching. It is
 * meant to follow what a model measures, not to repeat it.
 */
export function workload(ward: Ward, shift: ShiftName, at: Seconds): number {
  const present = ward.residents().filter((patient) => isPresent(patient, at, at + HOUR));
  return present.reduce((sum, patient) => sum + felt(patient, shift, at), 0);
}

function felt(patient: Patient, shift: ShiftName, at: Seconds): number {
  const { dependency, severity, news, ward } = patient;
  const watch = Math.max(0, HOUR / monitoringInterval({ total: news, single3: false }) - 0.2) * 5;
  const special = hasNeed(patient, 'one-to-one', at) ? 60 : 0;
  if (shift === 'night') return 60 / ward.specialty.nightPatientsPerStaff + watch + special;
  const isolated = hasNeed(patient, 'isolation', at) ? 90 : 0;
  return (110 + isolated + 190 * dependency + 110 * severity) / 14 + watch + special;
}
