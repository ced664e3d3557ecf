import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import { type HoursAhead, minutesAhead } from './hours-ahead.ts';

/** A patient's hour with the bed, which earlier servers do not send. */
export type Patient = EncounterHour & { readonly bed?: string | null };

export const ORDERS = ['bed', 'minutes', 'ahead'] as const;
export type Order = (typeof ORDERS)[number];

const SHORT = 6;

/**
 * By bed as a person counts (2 before 10), those without one last; or by minutes of this hour or of the hours ahead, most
 * first and those that are not known last.
 */
export function ordered(
  patients: readonly Patient[],
  order: Order,
  ahead: HoursAhead = new Map(),
): Patient[] {
  const byId = (a: Patient, b: Patient) => (a.encounterId < b.encounterId ? -1 : 1);
  const needOf = ({ encounterId, minutes }: Patient) =>
    order === 'ahead' ? (minutesAhead(ahead.get(encounterId)) ?? -1) : minutes;
  return patients.toSorted((a, b) => {
    const byNeed = order === 'bed' ? 0 : needOf(b) - needOf(a);
    return byNeed || byBed(a, b) || byId(a, b);
  });
}

/**
 * Pseudonyms as short as they stay unique: whole up to twelve characters, else their ends after
 * `…`, at least six characters and as many as no two have in common.
 */
export function shortNames(ids: readonly string[]): Map<string, string> {
  const long = ids.filter((id) => id.length > 2 * SHORT);
  let length = SHORT;
  while (new Set(long.map((id) => id.slice(-length))).size < new Set(long).size) length += 1;
  return new Map(ids.map((id) => [id, id.length > 2 * SHORT ? `…${id.slice(-length)}` : id]));
}

function byBed({ bed: a = null }: Patient, { bed: b = null }: Patient): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.localeCompare(b, 'sv', { numeric: true });
}
