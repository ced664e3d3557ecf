import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Coding, MedicationFact } from '../../../../services/adapters/facts.ts';
import type { Mapping } from '../../../../services/adapters/mapping/schema.ts';
import { interpretMedication } from '../../../../services/adapters/visit/medication.ts';
import { contextOf, instant, mappingWith } from './observation-facts.ts';

const atc = (code: string): Coding => ({ system: 'ATC', code, display: '' });
const route = (code: string): Coding => ({ system: 'HL70162', code, display: '' });
const snomed = (code: string): Coding => ({ system: 'http://snomed.info/sct', code, display: '' });

/** An intravenous gram of cefotaxime on 2 March at 09:00 UTC, unless the test says otherwise. */
function given(more: Partial<MedicationFact> = {}): MedicationFact {
  return {
    kind: 'medication',
    channel: 'ward',
    recordedAt: instant('09:01'),
    receivedAt: instant('09:01'),
    identity: ['O1', '1'],
    drugs: [atc('J01DD01')],
    routes: [route('IV')],
    start: instant('09:00'),
    end: null,
    amount: '1',
    unit: 'g',
    isBlood: false,
    standing: 'given',
    ...more,
  };
}

const minutes = (count: number) => instant('09:00') + count * 60_000_000;
const NOW = '2026-03-09T00:00:00Z';
const PLAIN = mappingWith([]);

function formsOf(facts: MedicationFact[], mapping: Mapping = PLAIN, now = NOW) {
  const { events, notes } = interpretMedication(facts, contextOf(mapping, now));
  const forms = events.map((event) =>
    event.type === 'medication' ? event.form : `task ${'code' in event && event.code}`,
  );
  return { forms, notes: notes.map(({ reason }) => reason) };
}

const ml = (amount: string) => ({ amount, unit: 'mL' });

test.each<[string, Partial<MedicationFact>, string[]]>([
  ['not given', { standing: 'not-given' }, []],
  ['blood', { isBlood: true, drugs: [], routes: [] }, ['transfusion']],
  ['a blood product by ATC', { drugs: [atc('B05AX01')], ...ml('250') }, ['transfusion']],
  ['a blood product by SNOMED CT', { drugs: [snomed('116859006')] }, ['transfusion']],
  ['a drug that is observed', { drugs: [atc('N02AA01')], routes: [route('PO')] }, ['observed']],
  [
    'a cytotoxic drug by vein',
    { drugs: [atc('L01XA01')], end: minutes(600), ...ml('1000') },
    ['cytotoxic'],
  ],
  ['a cytotoxic drug by mouth', { drugs: [atc('L01BA01')], routes: [route('PO')] }, ['oral']],
  ['a push, whatever its period', { routes: [route('IVP')], end: minutes(600) }, ['injection']],
  [
    'a push by its method',
    { routes: [snomed('47625008'), snomed('420620005')], ...ml('500') },
    ['injection'],
  ],
  ['a piggyback is no push', { routes: [route('IVPB')], ...ml('100') }, ['short-infusion']],
  ['insulin by vein', { drugs: [atc('A10AB01')], ...ml('50') }, ['iv-insulin']],
  ['insulin under the skin', { drugs: [atc('A10AB01')], routes: [route('SC')] }, ['injection']],
  ['noradrenaline', { drugs: [atc('C01CA03')], ...ml('20') }, ['vasoactive']],
  ['vasopressin', { drugs: [atc('H01BA01')] }, ['vasoactive']],
  ['desmopressin is not vasoactive', { drugs: [atc('H01BA02')], ...ml('10') }, ['injection']],
  ['below 50 ml', ml('49.9'), ['injection']],
  ['50 ml', ml('50'), ['short-infusion']],
  ['below 50 ml in three hours', { ...ml('40'), end: minutes(180) }, ['injection']],
  ['below 50 ml in more', { ...ml('40'), end: minutes(181) }, ['infusion']],
  ['250 ml', { amount: '0.25', unit: 'L' }, ['short-infusion']],
  ['more than 250 ml', ml('251'), ['infusion']],
  ['250 ml in more than three hours', { ...ml('250'), end: minutes(181) }, ['infusion']],
  ['no volume, an hour', { end: minutes(60) }, ['short-infusion']],
  ['no volume, more than an hour', { end: minutes(61) }, ['infusion']],
  ['into a muscle', { routes: [route('IM')] }, ['injection']],
  ['under the tongue', { routes: [route('SL')] }, ['oral']],
  ['by tube', { routes: [route('NG')] }, ['oral']],
  ['by mouth, SNOMED CT', { routes: [snomed('26643006')] }, ['oral']],
  ['nebulised', { routes: [route('NEB')] }, ['task inhalation']],
])('%s', (_, more, forms) => {
  const mapping = mappingWith([], {}, { medication: { observed: ['N02AA*'] } });
  expect(formsOf([given(more)], mapping)).toEqual({ forms, notes: [] });
});

test.each<[string, Partial<MedicationFact>, string]>([
  ['no volume and no duration', {}, 'unknown-volume'],
  ['another route', { routes: [route('OP')] }, 'unmapped-route'],
  ['no route', { routes: [] }, 'unmapped-route'],
  ['no start', { start: 'no-time' }, 'no-time'],
  ['a start without a time of day', { start: 'no-time-of-day' }, 'no-time-of-day'],
  ['a start to come', { start: instant('09:00', 9), ...ml('10') }, 'in-future'],
])('%s is noted and not published', (_, more, reason) => {
  expect(formsOf([given(more)], PLAIN, '2026-03-05T00:00:00Z')).toEqual({
    forms: [],
    notes: [reason],
  });
});

test('the site decides on unknown volumes, its routes and its drugs', () => {
  const medication = {
    unknownVolume: { J01: 'short-infusion', J01DD: 'injection', C: 'infusion' },
    routes: { 'i blodet': 'IV', öga: 'ignore' },
    drugs: { 'cefotaxim 1 g': 'J01DD01' },
  };
  const mapping = mappingWith([], {}, { medication });
  const local = (code: string): Coding => ({ system: '', code, display: '' });
  const drugs = [local('Cefotaxim 1 g')];
  expect(formsOf([given({ drugs, routes: [local('I blodet')] })], mapping).forms).toEqual([
    'injection',
  ]);
  expect(formsOf([given({ routes: [local('Öga')] })], mapping)).toEqual({ forms: [], notes: [] });
  const { events } = interpretMedication([given({ drugs })], contextOf(mapping, NOW));
  expect(events).toMatchObject([{ code: 'J01DD01' }]);
});

test('a drug that nobody knows is published without a code, and noted', () => {
  const fact = given({ drugs: [{ system: 'L', code: '77', display: 'X' }], ...ml('10') });
  const { events, notes } = interpretMedication([fact], contextOf(PLAIN, NOW));
  expect(events).toHaveLength(1);
  expect(events[0]).not.toHaveProperty('code');
  expect(notes).toEqual([
    { reason: 'unmapped-drug', channel: 'ward', key: 'L|77', display: 'X', count: 1 },
  ]);
});

test('what runs on is published every eight hours with its share of the volume', () => {
  const fact = given({ ...ml('1000'), end: minutes(20 * 60) });
  const { events } = interpretMedication([fact], contextOf(PLAIN, NOW));
  const shown = events
    .map((event) => [event.occurredAt, event.recordedAt, 'volumeMl' in event && event.volumeMl])
    .toSorted();
  expect(shown).toEqual([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:01:00Z', 400],
    ['2026-03-02T17:00:00Z', '2026-03-02T17:00:00Z', 400],
    ['2026-03-03T01:00:00Z', '2026-03-03T01:00:00Z', 200],
  ]);
});

test('a dose that has not come waits, and one that began keeps its id when its end comes', () => {
  const open = given({ ...ml('1000') });
  const ended = given({ ...ml('1000'), end: minutes(20 * 60), recordedAt: instant('12:00') });
  const now = '2026-03-02T18:00:00Z';
  const first = interpretMedication([open], contextOf(PLAIN, now));
  const both = interpretMedication([ended, open], contextOf(PLAIN, now));
  expect([first.events.length, first.due]).toEqual([1, null]);
  expect([both.events.length, both.due]).toEqual([2, instant('01:00', 3)]);
  expect(both.events.map(({ id }) => id)).toContain(first.events[0]!.id);
});

test('a period of more than a day may be that of the order: published once', () => {
  expect(formsOf([given({ ...ml('1000'), end: minutes(25 * 60) })])).toEqual({
    forms: ['infusion'],
    notes: ['long-period'],
  });
});

test('an end before the start is none', () => {
  expect(formsOf([given({ ...ml('1000'), end: minutes(-1) })])).toEqual({
    forms: ['infusion'],
    notes: ['no-length'],
  });
});

test('bags of one order are several, changes of rate are one', () => {
  const part = (start: number, end: number, bag: string) =>
    given({ identity: ['O1', bag], start: minutes(start), end: minutes(end), ...ml('100') });
  const bags = interpretMedication([part(0, 60, '1'), part(60, 120, '2')], contextOf(PLAIN, NOW));
  expect(bags.events).toHaveLength(2);
  const rates = [part(0, 60, '1'), part(60, 120, '1'), part(120, 300, '1')];
  const { events } = interpretMedication(rates.toReversed(), contextOf(PLAIN, NOW));
  expect(events).toMatchObject([
    { form: 'infusion', volumeMl: 300, occurredAt: '2026-03-02T09:00:00Z' },
  ]);
});

test('a later version replaces, a withdrawal takes away', () => {
  const first = given(ml('10'));
  const amended = given({ ...ml('100'), recordedAt: instant('10:00') });
  const withdrawn = given({ ...ml('100'), recordedAt: instant('11:00'), standing: 'withdrawn' });
  const notGiven = given({ ...ml('100'), recordedAt: instant('11:00'), standing: 'not-given' });
  expect(formsOf([amended, first]).forms).toEqual(['short-infusion']);
  expect(formsOf([withdrawn, amended, first]).forms).toEqual([]);
  expect(formsOf([first, notGiven]).forms).toEqual([]);
});

test('without an order number drugs of one minute are several, and visits do not share an id', () => {
  const one = given({ identity: ['', ''], ...ml('10') });
  const other = { ...one, drugs: [atc('N02BE01')] };
  const { events } = interpretMedication([one, other], contextOf(PLAIN, NOW));
  expect(events).toHaveLength(2);
  const elsewhere = interpretMedication([one, other], { ...contextOf(PLAIN, NOW), visit: 'W' });
  expect(new Set([...events, ...elsewhere.events].map(({ id }) => id)).size).toBe(4);
});

test('a row whose start is corrected is one administration', () => {
  const row = { identity: ['extract', 'L1'], identifiedByTime: false, ...ml('10') };
  const facts = [given(row), given({ ...row, start: minutes(30), recordedAt: instant('10:00') })];
  const { events } = interpretMedication(facts, contextOf(PLAIN, NOW));
  expect(events.map(({ occurredAt }) => occurredAt)).toEqual(['2026-03-02T09:30:00Z']);
});

test('a channel that provides no medication publishes none', () => {
  expect(formsOf([given(ml('10'))], mappingWith([], { provides: ['observations'] })).forms).toEqual(
    [],
  );
});

test('the order of facts and their repetition decide nothing', () => {
  const fact = fc
    .record({
      bag: fc.constantFrom('1', '2'),
      start: fc.integer({ min: 0, max: 3 }),
      length: fc.constantFrom(null, -30, 60, 900),
      amount: fc.constantFrom('', '40', '500'),
      recorded: fc.integer({ min: 0, max: 2 }),
      standing: fc.constantFrom('given' as const, 'not-given' as const, 'withdrawn' as const),
    })
    .map(({ bag, start, length, amount, recorded, standing }) =>
      given({
        identity: ['O1', bag],
        start: minutes(start * 60),
        end: length === null ? null : minutes(start * 60 + length),
        amount,
        unit: 'mL',
        standing,
        recordedAt: instant('14:00') + recorded,
        receivedAt: instant('14:10'),
      }),
    );
  const context = contextOf(PLAIN, '2026-03-02T18:00:00Z');
  fc.assert(
    fc.property(
      fc
        .array(fact, { maxLength: 8 })
        .chain((facts) =>
          fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
          ),
        ),
      ([facts, again]) => {
        expect(interpretMedication(again, context)).toEqual(interpretMedication(facts, context));
      },
    ),
  );
});
