import type { Link } from '../adapter.ts';
import { authorityOf } from '../authority.ts';
import type { Border, Named } from '../border.ts';
import type { Hl7Channel, Mapping } from '../mapping/schema.ts';
import { NOTHING, type Segment } from './er7.ts';

/** The segments of one patient of a message. */
export interface Section {
  readonly pid: Segment | undefined;
  readonly pv1: Segment | undefined;
  readonly pv2: Segment | undefined;
  readonly mrg: Segment | undefined;
  /** All segments of it, in their order. */
  readonly segments: readonly Segment[];
}

/** What pseudonyms depend on. */
export interface Naming {
  readonly channel: Hl7Channel;
  readonly mapping: Mapping;
  readonly border: Border;
}

/** Triggers that merge the patient of MRG-1 into that of PID-3. */
const PATIENTS: readonly string[] = ['A18', 'A30', 'A34', 'A36', 'A39', 'A40', 'A46', 'A47'];
/** Triggers that say of a visit number in MRG that it is another now: by field of the number, with the field of MRG. */
const VISITS: Readonly<Record<Hl7Channel['visitNumber'], [mrg: number, triggers: string[]]>> = {
  'PV1-19': [5, ['A42', 'A50']],
  'PID-18': [3, ['A35', 'A36', 'A41', 'A49']],
  'PV1-50': [6, ['A51']],
};

/** Pseudonym of the patient: the first number of PID-3. */
export function patientOf(section: Section, naming: Naming): string | null {
  return pseudonym('patient', section.pid, 3, naming);
}

/** Pseudonym of the visit, by the field that the channel names. */
export function visitOf(section: Section, naming: Naming): string | null {
  return pseudonym('visit', ...numberOf(section, naming.channel), naming);
}

/** Pseudonym of an order. */
export function orderOf(segment: Segment | undefined, field: number, naming: Naming): string {
  const value = segment?.value(field) ?? '';
  if (value === '' || value === NOTHING) return '';
  return naming.border.pseudonym('order', segment!.value(field, 2), value);
}

/** True if the visit has the number of the patient: stays of the patient run into each other. */
export function isVisitPatient(section: Section, { channel }: Naming): boolean {
  const [segment, field] = numberOf(section, channel);
  const number = segment?.value(field) ?? '';
  return number !== '' && number !== NOTHING && number === section.pid?.value(3);
}

/** What the section merges. */
export function linksOf(trigger: string, section: Section, naming: Naming): Link[] {
  const [field, triggers] = VISITS[naming.channel.visitNumber];
  return [
    ...(PATIENTS.includes(trigger)
      ? link('patient', pseudonym('patient', section.mrg, 1, naming), patientOf(section, naming))
      : []),
    ...(triggers.includes(trigger)
      ? link('visit', pseudonym('visit', section.mrg, field, naming), visitOf(section, naming))
      : []),
  ];
}

function link(kind: Link['kind'], from: string | null, to: string | null): Link[] {
  return from === null || to === null || from === to ? [] : [{ kind, from, to }];
}

function numberOf(section: Section, channel: Hl7Channel): [Segment | undefined, number] {
  if (channel.visitNumber === 'PID-18') return [section.pid, 18];
  return [section.pv1, channel.visitNumber === 'PV1-50' ? 50 : 19];
}

/** The fourth component of a number names its authority, by a name, a number or both. */
function pseudonym(
  kind: Named,
  segment: Segment | undefined,
  field: number,
  { channel, mapping, border }: Naming,
): string | null {
  const value = segment?.value(field) ?? '';
  if (value === '' || value === NOTHING) return null;
  const [name, id] = segment!.subcomponents(field, 4);
  const named = [name ?? '', id ?? '', ...(id ? [`urn:oid:${id}`] : [])];
  return border.pseudonym(kind, authorityOf(named, channel, mapping), value);
}
