import type { Extract, Json } from '../adapter.ts';
import { type Message, type Segment, segmentOf } from './er7.ts';
import {
  isVisitPatient,
  linksOf,
  type Naming,
  orderOf,
  patientOf,
  type Section,
  visitOf,
} from './identifiers.ts';
import {
  keptAmount,
  keptCode,
  keptCodings,
  keptNumber,
  keptPlace,
  keptTime,
  keptUnits,
  keptValue,
} from './kept.ts';
import { ageAt } from './times.ts';

/** The fields that are kept of a record, or that all records of a message have. */
type Body = Extract['body'];

/** What is kept of a message about a visit or patient (ADT). */
export function movement(about: Body, message: Message, section: Section, naming: Naming): Extract {
  const { pid, pv1, pv2 } = section;
  const evn = segmentOf(message, 'EVN');
  const links = linksOf(String(about.trigger), section, naming);
  const recorded = keptTime(evn, 2);
  return {
    ...groupOf('hl7-adt', section, naming),
    ...(links.length > 0 && { links }),
    body: said({
      ...about,
      recorded,
      planned: keptTime(evn, 3),
      occurred: keptTime(evn, 6),
      patientClass: keptCode(pv1, 2),
      place: keptPlace(pv1, 3),
      priorPlace: keptPlace(pv1, 6),
      admitted: keptTime(pv1, 44),
      discharged: keptTime(pv1, 45),
      expectedDischarge: keptTime(pv2, 9),
      died: keptTime(pid, 29),
      age: cappedAge(pid?.value(7) ?? '', recorded || String(about.sent), naming),
      visitIsPatient: isVisitPatient(section, naming) || null,
    }),
  };
}

/** What is kept of results: each that has a code, with what its order says. */
export function results(about: Body, section: Section, naming: Naming): Extract[] {
  const shared = { ...groupOf('hl7-result', section, naming) };
  const place = keptPlace(section.pv1, 3);
  let orc: Segment | undefined;
  let obr: Segment | undefined;
  return section.segments.flatMap((segment) => {
    if (segment.name === 'ORC') [orc, obr] = [segment, undefined];
    if (segment.name === 'OBR') obr = segment;
    if (segment.name !== 'OBX') return [];
    const codes = keptCodings(segment, 3);
    if (codes.length === 0) return [];
    const body = said({
      ...about,
      place,
      order: orderOf(obr, 3, naming) || orderOf(orc, 3, naming),
      service: keptCodings(obr, 4),
      started: keptTime(obr, 7),
      reported: keptTime(obr, 22),
      reportStatus: keptCode(obr, 25),
      codes,
      sub: keptNumber(segment, 4, naming.border),
      value: keptValue(segment),
      units: keptUnits(segment, 6),
      status: keptCode(segment, 11).toUpperCase(),
      at: keptTime(segment, 14),
    });
    return [{ ...shared, body }];
  });
}

/** What is kept of what was given. An order names the route after what was given, or before it for all that follows. */
export function administrations(about: Body, section: Section, naming: Naming): Extract[] {
  const shared = groupOf('hl7-administration', section, naming);
  let orc: Segment | undefined;
  let before: Segment | undefined;
  return section.segments.flatMap((segment, at) => {
    if (segment.name === 'ORC') [orc, before] = [segment, undefined];
    if (segment.name === 'RXR') before = segment;
    if (segment.name !== 'RXA') return [];
    const body = said({
      ...about,
      order: orderOf(orc, 3, naming) || orderOf(orc, 2, naming),
      ordered: keptTime(orc, 9),
      administration: keptNumber(segment, 2, naming.border),
      start: keptTime(segment, 3),
      end: keptTime(segment, 4),
      drugs: keptCodings(segment, 5),
      amount: keptAmount(segment, 6),
      units: keptUnits(segment, 7),
      completion: keptCode(segment, 20).toUpperCase(),
      action: keptCode(segment, 21).toUpperCase(),
      entered: keptTime(segment, 22),
      routes: keptCodings(routeAfter(section.segments, at) ?? before, 1),
    });
    return [{ ...shared, body }];
  });
}

function routeAfter(segments: readonly Segment[], from: number): Segment | undefined {
  const order = segments.findIndex(({ name }, at) => at > from && name === 'ORC');
  return segments.slice(from + 1, order < 0 ? undefined : order).find(({ name }) => name === 'RXR');
}

/** What is kept of blood products. */
export function transfusions(about: Body, section: Section, naming: Naming): Extract[] {
  const shared = groupOf('hl7-transfusion', section, naming);
  let orc: Segment | undefined;
  return section.segments.flatMap((segment) => {
    if (segment.name === 'ORC') orc = segment;
    if (segment.name !== 'BTX') return [];
    const body = said({
      ...about,
      order: orderOf(orc, 3, naming) || orderOf(orc, 2, naming),
      donation: orderOf(segment, 2, naming),
      amount: keptAmount(segment, 9),
      units: keptUnits(segment, 10),
      disposition: keptCode(segment, 11).toUpperCase(),
      messageStatus: keptCode(segment, 12).toUpperCase(),
      changed: keptTime(segment, 13),
      start: keptTime(segment, 16),
      end: keptTime(segment, 17),
    });
    return [{ ...shared, body }];
  });
}

function groupOf(kind: string, section: Section, naming: Naming): Omit<Extract, 'body'> {
  return { kind, visit: visitOf(section, naming), patient: patientOf(section, naming) };
}

function cappedAge(born: string, time: string, { mapping }: Naming): number | null {
  const age = ageAt(born, time);
  return age === null ? null : Math.min(age, mapping.ageCap ?? age);
}

/** The fields that say something: what a sender leaves out is not kept as empty. */
function said(fields: { readonly [name: string]: unknown }): Body {
  const given = Object.entries(fields).filter(
    ([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(given) as { readonly [name: string]: Json };
}
