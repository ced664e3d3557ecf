import type { Extract, Link } from '../adapter.ts';

/** The group of an extract: its visit, else what it names itself, else its patient. */
export function groupIdOf({ visit, patient, group }: Extract): string {
  if (visit !== null) return visitGroup(visit);
  if (group !== undefined) return `g.${group}`;
  if (patient !== null) return patientGroup(patient);
  throw new RangeError('An extract has a visit, a patient or a group');
}

export function visitGroup(visit: string): string {
  return `v.${visit}`;
}

export function patientGroup(patient: string): string {
  return `p.${patient}`;
}

/** The pseudonym of a group that is a visit, `null` for another group. */
export function visitOf(groupId: string): string | null {
  return groupId.startsWith('v.') ? groupId.slice(2) : null;
}

export function isPatientGroup(groupId: string): boolean {
  return groupId.startsWith('p.');
}

/** Two groups that belong together: the visit `from` or patient `from` is `to`, or the visit `from` is of the patient `to`. */
export interface GroupLink {
  readonly kind: Link['kind'] | 'member';
  readonly from: string;
  readonly to: string;
}

/** What an extract says of groups that belong together. */
export function linksOf({ links = [], visit, patient }: Extract): GroupLink[] {
  const merged = links.map(({ kind, from, to }): GroupLink => {
    const group = kind === 'visit' ? visitGroup : patientGroup;
    return { kind, from: group(from), to: group(to) };
  });
  if (visit === null || patient === null) return merged;
  return [...merged, { kind: 'member', from: visitGroup(visit), to: patientGroup(patient) }];
}
