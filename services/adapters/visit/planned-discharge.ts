import type { Micros } from '../../../schemas/instant.ts';
import type { PlannedDischargeFact } from '../facts.ts';
import { storedAt } from './recorded.ts';

/** When the patient is to go. */
export interface Plan {
  /** `null`: a plan was taken back. */
  readonly at: Micros | null;
  /** When that became known. */
  readonly recordedAt: Micros;
}

/** The plan that was recorded last; `null` if there never was one. Recorded at once, taking it back comes after. */
export function planOf(facts: readonly PlannedDischargeFact[]): Plan | null {
  if (facts.every(({ plannedDischargeAt }) => plannedDischargeAt === null)) return null;
  const last = facts.reduce((a, b) => (isAfter(b, a) ? b : a));
  return { at: last.plannedDischargeAt, recordedAt: storedAt(last) };
}

function isAfter(a: PlannedDischargeFact, b: PlannedDischargeFact): boolean {
  if (a.recordedAt !== b.recordedAt) return a.recordedAt > b.recordedAt;
  const [one, other] = [a, b].map((fact) => fact.plannedDischargeAt ?? Number.POSITIVE_INFINITY);
  return one! > other! || (one === other && a.receivedAt < b.receivedAt);
}
