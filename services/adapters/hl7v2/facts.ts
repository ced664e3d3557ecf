import type { Micros } from '../../../schemas/instant.ts';
import type { Note, StoredExtract } from '../adapter.ts';
import type { Coding, Fact, MedicationFact, ObservationFact, SourceValue } from '../facts.ts';
import type { Mapping } from '../mapping/schema.ts';
import { movementFacts } from './movement-facts.ts';
import { type Reading, readingOf, textOf, timeOf } from './reading.ts';

/** Kinds of extracts of HL7 v2. */
export const HL7_KINDS = [
  'hl7-adt',
  'hl7-result',
  'hl7-administration',
  'hl7-transfusion',
] as const;
export type Hl7Kind = (typeof HL7_KINDS)[number];

export function isHl7Kind(kind: string): kind is Hl7Kind {
  return (HL7_KINDS as readonly string[]).includes(kind);
}

/** How a kind of extract is read. */
interface KindOfExtract {
  /** What of it a channel provides, or nothing of it is used. */
  readonly provides: readonly string[];
  /** Fields that say when the source stored it. */
  readonly recorded: readonly string[];
  readonly read: (reading: Reading) => Fact[];
}

const KINDS: Readonly<Record<Hl7Kind, KindOfExtract>> = {
  'hl7-adt': { provides: ['movements'], recorded: ['recorded'], read: movementFacts },
  'hl7-result': {
    provides: ['observations', 'needs', 'tasks'],
    recorded: ['reported'],
    read: observationFacts,
  },
  'hl7-administration': {
    provides: ['medications'],
    recorded: ['entered', 'ordered'],
    read: administrationFacts,
  },
  'hl7-transfusion': { provides: ['medications'], recorded: [], read: transfusionFacts },
};

/**
 * What an extract of HL7 v2 states: a function of the extract and the mapping alone.
 *
 * A record without a visit number states nothing, unless the channel says how its visit is found: then the facts are of the
 * visit that is found.
 */
export function factsOfHl7(
  extract: StoredExtract,
  mapping: Mapping,
): { facts: Fact[]; notes: Note[] } {
  if (!isHl7Kind(extract.kind)) throw new RangeError(`No extract of HL7 v2: ${extract.kind}`);
  const kind = KINDS[extract.kind];
  const reading = readingOf(extract, mapping, kind.recorded);
  if (
    !kind.provides.some((name) => (reading.channel.provides as readonly string[]).includes(name))
  ) {
    return { facts: [], notes: [] };
  }
  const facts = kind.read(reading);
  if (extract.visit === null && reading.channel.visitNumberMissing === 'hold') {
    return { facts: [], notes: facts.length > 0 ? held(extract) : reading.notes.list() };
  }
  if (extract.body.visitIsPatient === true) reading.note('visit-is-patient', '');
  return { facts, notes: reading.notes.list() };
}

/** A message is counted once, by its first extract. */
function held(extract: StoredExtract): Note[] {
  if (extract.body.first !== true) return [];
  return [{ reason: 'no-visit-number', channel: extract.channel, key: '', count: 1 }];
}

const STANDINGS: Readonly<Record<string, ObservationFact['standing']>> = {
  '': 'holds',
  F: 'holds',
  C: 'holds',
  A: 'holds',
  B: 'holds',
  V: 'holds',
  U: 'holds',
  S: 'preliminary',
  P: 'preliminary',
  R: 'unvalidated',
  D: 'withdraws',
  W: 'withdraws',
  X: 'withdraws',
  I: 'nothing',
  O: 'nothing',
  N: 'nothing',
};

function observationFacts(reading: Reading): Fact[] {
  const { body, channel, stated } = reading;
  const value = body.value as unknown as SourceValue;
  const status = textOf(body, 'status');
  const [sub, order] = [textOf(body, 'sub'), textOf(body, 'order')];
  const byOrder = channel.observationIdentity === 'order' && order !== '';
  const isEmpty = status === 'U' && value.type === 'none';
  return [
    {
      ...stated,
      kind: 'observation',
      identity: byOrder ? [order, sub] : [sub],
      identifiedByTime: !byOrder,
      codes: body.codes as unknown as readonly Coding[],
      value,
      units: (body.units as unknown as readonly string[] | undefined) ?? [],
      at: firstTime(['at', 'started', 'reported'], reading),
      standing: isEmpty ? 'nothing' : (STANDINGS[status] ?? 'unknown'),
      status,
    },
  ];
}

const GIVEN: readonly string[] = ['', 'CP', 'PA'];

function administrationFacts(reading: Reading): Fact[] {
  const { body } = reading;
  const given = GIVEN.includes(textOf(body, 'completion')) ? 'given' : 'not-given';
  return [
    {
      ...medicationOf(reading),
      identity: [textOf(body, 'order'), textOf(body, 'administration')],
      drugs: codingsOf(reading, 'drugs'),
      routes: codingsOf(reading, 'routes'),
      start: firstTime(['start'], reading),
      isBlood: false,
      standing: textOf(body, 'action') === 'D' ? 'withdrawn' : given,
    },
  ];
}

const TRANSFUSED: readonly string[] = ['TX', 'TR', 'PT'];
const WITHDRAWN: readonly string[] = ['D', 'X'];

function transfusionFacts(reading: Reading): Fact[] {
  const { body } = reading;
  const given = TRANSFUSED.includes(textOf(body, 'disposition')) ? 'given' : 'not-given';
  return [
    {
      ...medicationOf(reading),
      identity: [textOf(body, 'order'), textOf(body, 'donation')],
      drugs: [],
      routes: [],
      start: firstTime(['start', 'changed'], reading),
      isBlood: true,
      standing: WITHDRAWN.includes(textOf(body, 'messageStatus')) ? 'withdrawn' : given,
    },
  ];
}

type Given = Pick<MedicationFact, 'kind' | 'amount' | 'unit' | 'end' | keyof Reading['stated']>;

function medicationOf(reading: Reading): Given {
  const { body, stated } = reading;
  const end = timeOf(body, 'end', reading);
  return {
    ...stated,
    kind: 'medication',
    amount: textOf(body, 'amount'),
    unit: (body.units as unknown as readonly string[] | undefined)?.[0] ?? '',
    end: typeof end === 'number' ? end : null,
  };
}

function codingsOf({ body }: Reading, field: string): readonly Coding[] {
  return (body[field] as unknown as readonly Coding[] | undefined) ?? [];
}

/** The first of these times that is given, be it usable or not. */
function firstTime(
  fields: readonly string[],
  reading: Reading,
): Micros | 'no-time' | 'no-time-of-day' {
  for (const field of fields) {
    const time = timeOf(reading.body, field, reading);
    if (time !== null) return time;
  }
  return 'no-time';
}
