import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MICROS_PER_HOUR, type Micros, parseInstant } from '../../../../schemas/instant.ts';
import type { DerivedEvent, StoredExtract } from '../../../../services/adapters/adapter.ts';
import type { Fact } from '../../../../services/adapters/facts.ts';
import { groupsOf } from '../../../../services/adapters/groups.ts';
import { factsOfHl7 } from '../../../../services/adapters/hl7v2/facts.ts';
import { interpretGroup } from '../../../../services/adapters/interpret-group.ts';
import type { Mapping } from '../../../../services/adapters/mapping/schema.ts';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';
import { border, fixture, mappingWith, read } from '../hl7v2/messages.ts';

const FOLDER = join(import.meta.dirname, '../../../fixtures/adapters/hl7v2/simhospital');
/** The pathway and patient of surnames that several pathways give the same first name. */
const PATIENTS: Readonly<Record<string, string>> = {
  ...{ Benjamin: 'merge b', Stothard: 'merge a', Botha: 'bed_swap a', Brafman: 'bed_swap b' },
};
/**
 * The definition moves the patient 20 hours before the end. The message of the move (MSH-10 26) was sent then, and its
 * EVN-2 has the time that had been planned, an hour before. EVN-2 is what we read: a message can be sent long after.
 */
const MOVED_AS_PLANNED = { pathway: 'pending one', planned: -21, defined: -20 };
const SECOND = 1_000_000;
const NOW = parseInstant('2026-11-27T00:00:00Z');

interface Stay {
  readonly ward: string;
  readonly from: Micros;
  readonly to: Micros | null;
}

function settings(channel: object = {}): Mapping {
  return mappingWith(
    { processing: ['T'], zone: 'Europe/London', ...channel },
    { places: { RenalWard: 'RenalWard', OtherWard: 'OtherWard' } },
  );
}

/** Extracts of the file, in the order of its messages, and the pathway and patient of each visit. */
function readFile(path: string, using: Mapping) {
  const extracts: StoredExtract[] = [];
  const names = new Map<string, string>();
  for (const [sequence, bytes] of fixture(path).entries()) {
    const { extracts: found, refusal } = read(bytes, using);
    expect(refusal).toBeNull();
    const persons = [...bytes.toString().matchAll(/^PID\|(?:[^|]*\|){4}([^^|]*)\^([^^|]*)/gm)];
    for (const [at, extract] of found.entries()) {
      extracts.push({ ...extract, sequence, channel: 'hl7', receivedAt: NOW });
      const [, surname = '', first = ''] = persons[at] ?? [];
      if (extract.visit !== null) names.set(extract.visit, PATIENTS[surname] ?? `${first} one`);
    }
  }
  return { extracts, names };
}

/** Stays by pathway and patient, worked out from the definitions of the pathways. */
function expectedStays(): Map<string, Stay[]> {
  const file = JSON.parse(readFileSync(join(FOLDER, 'expected-stays.json'), 'utf8'));
  const start = parseInstant(file.start);
  const instant = (offset: string) => start + Number.parseInt(offset, 10) * MICROS_PER_HOUR;
  const found = new Map<string, Stay[]>();
  for (const [pathway, patients] of Object.entries<Record<string, { stays: never[] }>>(
    file.pathways,
  )) {
    for (const [patient, { stays }] of Object.entries(patients)) {
      const read = stays.map(
        ({ ward, from, to }: { ward: string; from: string; to: string | null }) => ({
          ...{ ward, from: instant(from), to: to === null ? null : instant(to) },
        }),
      );
      found.set(`${pathway} ${patient}`, read);
    }
  }
  const [planned, defined] = [MOVED_AS_PLANNED.planned, MOVED_AS_PLANNED.defined].map((hours) =>
    instant(`${hours}h`),
  );
  const stays = found.get(MOVED_AS_PLANNED.pathway)!;
  expect(stays.flatMap(({ from, to }) => [from, to])).toContain(defined);
  found.set(
    MOVED_AS_PLANNED.pathway,
    stays.map(({ ward, from, to }) => ({
      ...{ ward, from: from === defined ? planned! : from, to: to === defined ? planned! : to },
    })),
  );
  return found;
}

/** Stays as events say them: a bed move begins another. */
function staysOf(events: readonly DerivedEvent[]): Stay[] {
  const moves = events.filter(({ type }) => /^(?:admission|transfer|discharge)$/.test(type));
  const sorted = moves.toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1));
  return sorted.flatMap((event, at) => {
    if (event.type !== 'admission' && event.type !== 'transfer') return [];
    const next = sorted[at + 1];
    const to = next === undefined ? null : parseInstant(next.occurredAt);
    return [{ ward: event.wardId, from: parseInstant(event.occurredAt), to }];
  });
}

/** Messages may be a second off. */
function expectStays(found: readonly Stay[], expected: readonly Stay[], name: string) {
  const round = (at: Micros | null, by: Micros | null | undefined) =>
    at !== null && by != null && Math.abs(at - by) <= SECOND ? by : at;
  const rounded = found.map(({ ward, from, to }, i) => ({
    ...{ ward, from: round(from, expected[i]?.from), to: round(to, expected[i]?.to) },
  }));
  expect(rounded, name).toEqual(expected);
}

const orderOf = (count: number) =>
  fc.sample(fc.shuffledSubarray([...Array(count).keys()], { minLength: count }), {
    ...{ seed: 7, numRuns: 5 },
  });

test('pathways of the hospital simulator give the stays of their definitions, in any order', () => {
  const using = settings();
  const { extracts, names } = readFile('simhospital/pathways.hl7', using);
  const expected = expectedStays();
  const all = [...extracts.keys()];
  for (const order of [all, all.toReversed(), ...orderOf(all.length)]) {
    const found = new Map([...expected.keys()].map((name) => [name, [] as Stay[]]));
    for (const [visit, name] of names) {
      const own = order.map((at) => extracts[at]!).filter((extract) => extract.visit === visit);
      const facts = own.flatMap((extract) => factsOfHl7(extract, using).facts);
      const { events } = interpretVisit(facts, { mapping: using, border, visit, now: NOW });
      found.get(name)!.push(...staysOf(events));
    }
    for (const [name, stays] of expected) expectStays(found.get(name)!, stays, name);
  }
});

test('records without a visit number are of the open visit of the patient that was merged', () => {
  const using = settings({ visitNumberMissing: 'open-visit' });
  const { extracts, names } = readFile('simhospital/pathways.hl7', using);
  const expected = expectedStays();
  const [renal] = expected.get('merge b')!;
  const moved = renal!.from + 10 * MICROS_PER_HOUR;
  expected.set('merge b', [
    { ward: 'RenalWard', from: renal!.from, to: moved },
    { ward: 'OtherWard', from: moved, to: moved + 16 * MICROS_PER_HOUR },
  ]);
  const all = [...extracts.keys()];
  for (const order of [all, all.toReversed(), ...orderOf(all.length)]) {
    const groups = groupsOf(
      order.map((at) => extracts[at]!),
      using,
    );
    const found = groups.map((group) =>
      interpretGroup(group, { mapping: using, border, now: NOW }),
    );
    const events = found.flatMap((one) => one.events);
    for (const [name, stays] of expected) {
      const own = events.filter(
        (event) => 'encounterId' in event && names.get(event.encounterId) === name,
      );
      expectStays(staysOf(own), stays, name);
    }
    const reasons = found.flatMap(({ notes }) => notes.map(({ reason }) => reason));
    expect(reasons).not.toContain('no-visit-number');
  }
});

test('a day of the simulator has an admission for each of its 206 visits, to the unit that the message names', () => {
  const plain = settings();
  const read = readFile('simhospital/hospital-day-1.hl7', plain).extracts;
  const facts = read.map((extract) => ({ extract, facts: factsOfHl7(extract, plain).facts }));
  const units = facts.flatMap(({ facts: of }) =>
    of.flatMap((fact) => (fact.kind === 'movement' && fact.place ? [fact.place.unit] : [])),
  );
  const places = Object.fromEntries(units.map((unit) => [unit, unit]));
  const using = { ...plain, places };
  const visits = new Map<string, Fact[]>();
  for (const { extract, facts: of } of facts) {
    if (extract.visit === null) continue;
    visits.set(extract.visit, [...(visits.get(extract.visit) ?? []), ...of]);
  }
  const events = [...visits].flatMap(([visit, of]) => {
    const moves = of.filter(({ kind }) => kind !== 'observation');
    return interpretVisit(moves, { mapping: using, border, visit, now: NOW }).events;
  });
  expect(events.map(({ type }) => type)).toEqual(Array(206).fill('admission'));
  expect(new Set(events.map(({ id }) => id)).size).toBe(206);
  const wards = events.map((event) => ('wardId' in event ? event.wardId : ''));
  expect(wards.toSorted()).toEqual(units.toSorted());
});
