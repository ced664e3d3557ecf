import type { Micros } from '../../schemas/instant.ts';
import type { Encounter } from './log.ts';

/** Why a patient has no NEWS2. */
export type News2Reason = 'under-16' | 'pregnant';

type Admission = Extract<Encounter['events'][number], { type: 'admission' }>;

/**
 * Null for those NEWS2 is made for. An admission that says nothing changes nothing; of admissions that
 * happened and were recorded at once the greater age counts, and that the patient is pregnant.
 */
export function news2Reason({ events }: Encounter, evaluated: Micros): News2Reason | null {
  const admissions = events
    .filter((event): event is Admission => event.type === 'admission')
    .filter(({ occurredAt }) => occurredAt < evaluated);
  const age = latest(admissions, ({ age: years }) => years);
  const pregnant = latest(admissions, (one) => one.pregnant);
  if (age !== undefined && age < 16) return 'under-16';
  return pregnant === true ? 'pregnant' : null;
}

function latest<T extends number | boolean>(
  admissions: readonly Admission[],
  fact: (admission: Admission) => T | undefined,
): T | undefined {
  const known = admissions.filter((one) => fact(one) !== undefined);
  known.sort(
    (a, b) =>
      a.occurredAt - b.occurredAt ||
      a.recordedAt - b.recordedAt ||
      Number(fact(a)) - Number(fact(b)),
  );
  return known[known.length - 1] && fact(known[known.length - 1]!);
}
