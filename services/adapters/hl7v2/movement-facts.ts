import type { Micros } from '../../../schemas/instant.ts';
import type { Act, Fact, Place, TimeProblem } from '../facts.ts';
import type { Mapping } from '../mapping/schema.ts';
import { NOTHING } from './er7.ts';
import { type Reading, textOf, timeOf } from './reading.ts';

/** What a trigger states of its visit. */
interface Meaning {
  readonly act: Act;
  readonly cancels?: true;
  /** Fields that name when it takes effect, in order of preference; the time of the message comes last. */
  readonly times: readonly string[];
  /** True if the message says where the patient is after it. */
  readonly hasPlace: boolean;
}

const ARRIVAL = ['occurred', 'admitted', 'recorded'];
const LEAVING = ['occurred', 'discharged', 'recorded'];
const OTHER = ['occurred', 'recorded'];

const MEANINGS: Readonly<Record<string, Meaning>> = {
  A01: { act: 'arrive', times: ARRIVAL, hasPlace: true },
  A04: { act: 'arrive', times: ARRIVAL, hasPlace: true },
  A06: { act: 'arrive', times: OTHER, hasPlace: true },
  A02: { act: 'move', times: OTHER, hasPlace: true },
  A17: { act: 'move', times: OTHER, hasPlace: true },
  A03: { act: 'leave', times: LEAVING, hasPlace: false },
  A21: { act: 'away', times: OTHER, hasPlace: false },
  A22: { act: 'back', times: OTHER, hasPlace: false },
  A11: { act: 'arrive', cancels: true, times: [], hasPlace: true },
  A12: { act: 'move', cancels: true, times: [], hasPlace: true },
  A13: { act: 'leave', cancels: true, times: [], hasPlace: true },
  A52: { act: 'away', cancels: true, times: [], hasPlace: false },
  A53: { act: 'back', cancels: true, times: [], hasPlace: false },
};

/** Triggers of plans, updates, tracking and merged numbers: understood, and no movement. */
const NO_MOVEMENT: ReadonlySet<string> = new Set(
  'A05 A08 A09 A10 A14 A15 A16 A18 A23 A25 A26 A27 A28 A30 A31 A32 A33 A34 A35 A36 A38 A39 A40 A41 A42 A43 A44 A45 A46 A47 A49 A50 A51 A60'.split(
    ' ',
  ),
);

/** What a message about a visit states. */
export function movementFacts(reading: Reading): Fact[] {
  const { trigger } = reading;
  const meaning = trigger === 'A07' ? outpatient(reading) : MEANINGS[trigger];
  if (meaning === undefined && !NO_MOVEMENT.has(trigger)) {
    reading.note('trigger-without-meaning', `ADT^${trigger}`);
  }
  return [
    ...(meaning === undefined ? [] : statedBy(meaning, reading)),
    ...planOf(reading),
    ...(trigger === 'A08' ? whereaboutsOf(reading) : []),
    ...(trigger === 'A23' ? [{ ...reading.stated, kind: 'visit-deleted' as const }] : []),
  ];
}

/** An inpatient becomes an outpatient: leaves, if the new class does not count. */
function outpatient(reading: Reading): Meaning {
  const stays = countsClass(textOf(reading.body, 'patientClass'), reading.mapping);
  return { act: stays ? 'move' : 'leave', times: OTHER, hasPlace: stays };
}

function countsClass(patientClass: string, { classes }: Mapping): boolean {
  return classes.count.some((name) => name.toUpperCase() === patientClass.toUpperCase());
}

function statedBy(meaning: Meaning, reading: Reading): Fact[] {
  const { body, trigger, channel } = reading;
  const cancels = meaning.cancels === true;
  if (cancels && channel.cancelTime === 'own') return [fact(meaning, reading, null)];
  const given = cancels
    ? timeOf(body, 'occurred', reading)
    : firstGiven([...meaning.times, 'sent'], reading);
  if (isProblem(given)) {
    reading.note(given, `ADT^${trigger}`);
    // a cancellation without a usable time still says what it cancels
    return cancels ? [fact(meaning, reading, null)] : [];
  }
  if (given === null && !cancels) {
    reading.note('no-time', `ADT^${trigger}`);
    return [];
  }
  const died = meaning.act === 'leave' && !cancels ? timeOf(body, 'died', reading) : null;
  const at = typeof died === 'number' && given !== null ? Math.min(died, given) : given;
  return [fact(meaning, reading, at)];
}

function fact(meaning: Meaning, reading: Reading, at: Micros | null): Fact {
  const { body, stated, trigger } = reading;
  return {
    ...stated,
    kind: 'movement',
    act: meaning.act,
    cancels: meaning.cancels === true,
    trigger,
    at,
    place: meaning.hasPlace ? placeIn(reading, 'place') : null,
    priorPlace: placeIn(reading, 'priorPlace'),
    patientClass: textOf(body, 'patientClass'),
    age: typeof body.age === 'number' ? body.age : null,
  };
}

/** The planned discharge that a message names, or takes back. */
function planOf(reading: Reading): Fact[] {
  const { body, stated, trigger } = reading;
  const planned = (plannedDischargeAt: Micros | null): Fact[] => [
    { ...stated, kind: 'planned-discharge', plannedDischargeAt },
  ];
  if (trigger === 'A25' || textOf(body, 'expectedDischarge') === NOTHING) return planned(null);
  const fields = trigger === 'A16' ? ['planned', 'expectedDischarge'] : ['expectedDischarge'];
  const given = firstGiven(fields, reading);
  if (given === null) return [];
  if (!isProblem(given)) return planned(given);
  reading.note(given, 'PV2-9');
  return [];
}

function whereaboutsOf(reading: Reading): Fact[] {
  const place = placeIn(reading, 'place');
  const at = firstGiven([...OTHER, 'sent'], reading);
  if (place === null || at === null || isProblem(at)) return [];
  return [{ ...reading.stated, kind: 'whereabouts', at, place }];
}

function firstGiven(fields: readonly string[], reading: Reading): Micros | TimeProblem | null {
  for (const field of fields) {
    const time = timeOf(reading.body, field, reading);
    if (time !== null) return time;
  }
  return null;
}

function placeIn({ body }: Reading, name: string): Place | null {
  return (body[name] as Place | undefined) ?? null;
}

function isProblem(time: Micros | TimeProblem | null): time is TimeProblem {
  return typeof time === 'string';
}
