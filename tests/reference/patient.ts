import type { Micros } from '../../schemas/instant.ts';
import type { Encounter } from './log.ts';

/** Why a patient has no NEWS2. */
export type News2Reason = 'under-16' | 'pregnant';

type Admission = Extract<Encounter['events'][number], { type: 'admission' }>;

/** Null for those NEWS2 is made for. An admission that says nothing changes nothing. */
export function news2Reason({ events }: Encounter, evaluated: Micros): News2Reason | null {
  const admissions = events
    .filter((event): event is Admission => event.type === 'admission')
    .filter(({ occurredAt }) => occurredAt < evaluated);
  const age = admissions.findLast((one) => one.age !== undefined)?.age;
  const pregnant = admissions.findLast((one) => one.pregnant !== undefined)?.pregnant;
  if (age !== undefined && age < 16) return 'under-16';
  return pregnant === true ? 'pregnant' : null;
}
