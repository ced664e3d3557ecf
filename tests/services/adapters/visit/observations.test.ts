import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DerivedEvent } from '../../../../services/adapters/adapter.ts';
import type { ObservationFact } from '../../../../services/adapters/facts.ts';
import type { Mapping } from '../../../../services/adapters/mapping/schema.ts';
import { interpretObservations } from '../../../../services/adapters/visit/observations.ts';
import {
  charting,
  coded,
  contextOf,
  instant,
  local,
  loinc,
  mappingWith,
  number,
  snomed,
  text,
} from './observation-facts.ts';

const NOTHING = { type: 'none' } as const;
const PLAIN = mappingWith([]);

/** What is published, as code and value, and why the rest is not. */
function outcome(facts: ObservationFact[], mapping: Mapping = PLAIN, now?: string) {
  const { events, notes } = interpretObservations(facts, contextOf(mapping, now));
  return { values: events.map(shown).toSorted(), notes: notes.map(({ reason }) => reason) };
}

function shown(event: DerivedEvent): string {
  if (event.type === 'observation')
    return `${event.code} ${event.value} ${event.unit ?? ''}`.trim();
  if (event.type === 'assessment') return `${event.instrument} ${event.total}`;
  return 'code' in event ? `${event.type} ${event.code}` : event.type;
}

test.each([
  ['°F', '8310-5', '98.6', '[degF]', 'temperature 37 °C'],
  ['kPa', '8480-6', '16', 'kPa', 'systolic-bp 120 mmHg'],
  ['pounds', '29463-7', '150', '[lb_av]', 'weight 68.04 kg'],
  ['mg/dL', '2339-0', '126', 'mg/dL', 'blood-glucose 7 mmol/L'],
  ['the unit of the product', '8310-5', '38.45', 'Cel', 'temperature 38.45 °C'],
  ['no unit of a rate', '9279-1', '18', '', 'respiratory-rate 18 /min'],
  ['no unit of a saturation', '59408-5', '94', '', 'spo2 94 %'],
  ['an implausible value', '8867-4', '999', '/min', 'heart-rate 999 /min'],
])('a number in %s', (_, code, sent, unit, expected) => {
  expect(outcome([charting(loinc(code), number(sent), unit)])).toEqual({
    values: [expected],
    notes: [],
  });
});

test('two values in one are two events', () => {
  const mapping = mappingWith([
    { system: '*', code: 'BT', to: ['systolic-bp', 'diastolic-bp'], split: '/' },
  ]);
  expect(outcome([charting(local('BT'), text('128/76'))], mapping).values).toEqual([
    'diastolic-bp 76 mmHg',
    'systolic-bp 128 mmHg',
  ]);
  const { events } = interpretObservations(
    [charting(local('BT'), text('128/76'))],
    contextOf(mapping),
  );
  expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  expect(outcome([charting(local('BT'), text('128'))], mapping).notes).toEqual(['not-a-number']);
});

const CORRECTED = [
  charting(loinc('8310-5'), number('98.6'), '[degF]', { recordedAt: instant('09:01') }),
  charting(loinc('8310-5'), number('99.5'), '[degF]', {
    recordedAt: instant('09:02'),
    status: 'C',
  }),
  charting(loinc('8310-5'), NOTHING, '', {
    ...{ recordedAt: instant('09:03'), standing: 'withdraws', status: 'W' },
  }),
];

test('a correction replaces a value, a withdrawal takes it away', () => {
  const [value, corrected, withdrawn] = CORRECTED as [
    ObservationFact,
    ObservationFact,
    ObservationFact,
  ];
  expect(outcome([value]).values).toEqual(['temperature 37 °C']);
  expect(outcome([value, corrected]).values).toEqual(['temperature 37.5 °C']);
  expect(outcome([corrected, value]).values).toEqual(['temperature 37.5 °C']);
  const ids = [[value], [value, corrected]].map(
    (facts) => interpretObservations(facts, contextOf(PLAIN)).events[0]!.id,
  );
  expect(ids[0]).toBe(ids[1]);
  fc.assert(
    fc.property(fc.shuffledSubarray([...CORRECTED, withdrawn], { minLength: 4 }), (facts) => {
      expect(outcome(facts)).toEqual({ values: [], notes: [] });
    }),
  );
});

test('a withdrawal recorded in the same minute comes after the value', () => {
  const at = instant('09:01');
  const facts = CORRECTED.map((fact) => ({ ...fact, recordedAt: at }));
  expect(outcome(facts).values).toEqual([]);
  expect(outcome(facts.toReversed()).values).toEqual([]);
  const code = { ...loinc('8310-5'), display: 'Temperature' };
  const named = charting(code, number('98.6'), '[degF]', { recordedAt: at });
  expect(outcome([named, facts[2]!]).values).toEqual([]);
});

test('what is no measurement is noted', () => {
  const pulse = mappingWith([
    { system: 'L', code: 'PULS', to: 'heart-rate', invalid: [-100, 'fel'] },
  ]);
  const ofPulse = (value: ObservationFact['value']) =>
    outcome([charting(local('PULS'), value)], pulse);
  expect(ofPulse({ type: 'comparator' })).toEqual({ values: [], notes: ['comparator'] });
  expect(ofPulse(text('>92'))).toEqual({ values: [], notes: ['comparator'] });
  expect(ofPulse(NOTHING)).toEqual({ values: [], notes: ['no-value'] });
  expect(ofPulse(number('-100'))).toEqual({ values: [], notes: ['sentinel'] });
  expect(ofPulse(number('-100.0'))).toEqual({ values: [], notes: ['sentinel'] });
  expect(ofPulse(text('Fel'))).toEqual({ values: [], notes: ['sentinel'] });
  expect(ofPulse(text('ej mätbar'))).toEqual({ values: [], notes: ['not-a-number'] });
});

test('an empty value says nothing of an earlier one, and an explicit nothing withdraws it', () => {
  const value = charting(loinc('8867-4'), number('80'), '/min');
  const later = { recordedAt: instant('09:05') };
  const empty = charting(loinc('8867-4'), NOTHING, '/min', later);
  const explicit = charting(loinc('8867-4'), { type: 'nothing' }, '', later);
  expect(outcome([value, empty])).toEqual({ values: ['heart-rate 80 /min'], notes: ['no-value'] });
  expect(outcome([value, explicit])).toEqual({ values: [], notes: [] });
});

test.each(['no-time-of-day', 'no-time'] as const)('a time that is none (%s) is noted', (at) => {
  expect(outcome([charting(loinc('8867-4'), number('80'), '/min', { at })])).toEqual({
    values: [],
    notes: [at],
  });
});

test('a name of a coding system proves nothing', () => {
  const ofIt = local('tt-1', 'AVPU');
  const feed = { ...ofIt, system: 'LOINC' };
  expect(outcome([charting(feed, text('Alert'))]).notes).toEqual(['unmapped-code']);
  const mapping = mappingWith([{ system: '*', code: 'AVPU', match: 'text', to: 'consciousness' }]);
  expect(outcome([charting(feed, text('Alert'))], mapping).values).toEqual(['consciousness A']);
});

test('a note of a code says what to map', () => {
  const fact = charting(local('T9', 'Öra höger'), number('38.5'), '°C');
  const { notes } = interpretObservations([fact, fact], contextOf(PLAIN));
  expect(notes).toEqual([
    {
      reason: 'unmapped-code',
      channel: 'ward',
      key: 'L|T9',
      display: 'Öra höger',
      unit: '°C',
      count: 1,
    },
  ]);
  const level = charting(loinc('67775-7'), text('Svarar på tilltal'));
  expect(interpretObservations([level], contextOf(PLAIN)).notes).toEqual([
    {
      reason: 'unmapped-value',
      channel: 'ward',
      key: 'LN|67775-7',
      value: 'Svarar på tilltal',
      count: 1,
    },
  ]);
});

test.each([
  ['an identifier before its alternate', [local('X'), loinc('8867-4')], 'heart-rate'],
  ['the file before the table', [loinc('9279-1')], 'pain'],
  ['a device code by its number', [{ system: 'MDC', code: '150344', display: '' }], 'temperature'],
  ['a device code by its name', [{ system: '', code: 'MDC_TEMP', display: '' }], 'temperature'],
  [
    'a device code in the other component',
    [{ system: 'MDC', code: 'x', display: 'MDC_TEMP' }],
    'temperature',
  ],
])('a code is found: %s', (_, codes, expected) => {
  const mapping = mappingWith([{ system: 'LOINC', code: '9279-1', to: 'pain' }]);
  const unit = expected === 'temperature' ? 'Cel' : '';
  const fact = charting(codes[0]!, number('7'), unit, { codes });
  expect(outcome([fact], mapping).values[0]?.split(' ')[0]).toBe(expected);
});

test.each([
  ['a letter', text('c'), 'C'],
  ['a word', text(' new confusion '), 'C'],
  ['SNOMED CT', coded(snomed('450847001')), 'P'],
  ['a LOINC answer', coded(loinc('LA9343-0')), 'U'],
  ['a word of the site', text('Svarar på tilltal'), 'V'],
  ['a name beside an unknown code', coded(local('1', 'Alert')), 'A'],
])('consciousness by %s', (_, value, expected) => {
  const mapping = mappingWith([
    { system: 'LN', code: '67775-7', to: 'consciousness', values: { 'svarar på tilltal': 'V' } },
  ]);
  expect(outcome([charting(loinc('67775-7'), value)], mapping).values).toEqual([
    `consciousness ${expected}`,
  ]);
});

const O2 = { system: 'L', code: 'O2', to: 'supplemental-oxygen' };

test.each([
  ['a flow', loinc('3151-8'), number('2.5'), 'L/min', '2.5 L/min'],
  ['a flow of none', loinc('3151-8'), number('0'), 'l/min', 'false'],
  ['a flow in mL/min', loinc('3151-8'), number('750'), 'mL/min', '0.75 L/min'],
  ['more oxygen than air has', loinc('3150-0'), number('28'), '%', 'true'],
  ['air', loinc('3150-0'), number('21'), '%', 'false'],
  ['room air without a value', snomed('722742002'), NOTHING, '', 'false'],
  ['room air with a value', snomed('722742002'), { type: 'boolean', value: true }, '', 'false'],
  ['oxygen without a value', snomed('371825009'), NOTHING, '', 'true'],
  ['oxygen: yes', snomed('371825009'), coded(snomed('373066001')), '', 'true'],
  ['oxygen: no', snomed('371825009'), coded(snomed('373067005')), '', 'false'],
  ['oxygen with a flow', snomed('371825009'), number('3'), 'L/min', '3 L/min'],
  ['a device', local('DEV'), text('Grimma'), '', 'true'],
  ['a device that gives none', local('DEV'), text('luft'), '', 'false'],
  ['a share of one', local('FIO2'), number('0.22'), '1', 'true'],
  ['a share of one that is air', local('FIO2'), number('0.21'), '1', 'false'],
] as const)('oxygen: %s', (_, code, value, unit, expected) => {
  const mapping = mappingWith([
    { ...O2, code: 'DEV', values: { luft: false, grimma: true } },
    { ...O2, code: 'FIO2', assumeUnit: '1' },
  ]);
  expect(outcome([charting(code, value, unit)], mapping).values).toEqual([
    `supplemental-oxygen ${expected}`,
  ]);
});

test.each([
  ['a flow without a unit', loinc('3151-8'), number('2'), '', 'unmapped-unit'],
  ['a concentration as a flow', loinc('3151-8'), number('28'), '%', 'unmapped-unit'],
  ['a share where the site says nothing', local('O2'), number('0.28'), '1', 'unmapped-unit'],
  ['a temperature without a unit', loinc('8310-5'), number('37'), '', 'unmapped-unit'],
  ['an unknown unit', loinc('8867-4'), number('80'), 'Hz', 'unmapped-unit'],
  ['an unknown device', local('O2'), text('tält'), '', 'unmapped-value'],
  ['a level out of its range', loinc('96761-2'), number('120'), '', 'unmapped-value'],
  ['a decimal comma', loinc('8867-4'), number('80,5'), '/min', 'not-a-number'],
  ['a blank between thousands', loinc('8867-4'), number('1 024'), '/min', 'not-a-number'],
])('%s is not published', (_, code, value, unit, reason) => {
  expect(outcome([charting(code, value, unit)], mappingWith([O2]))).toEqual({
    values: [],
    notes: [reason],
  });
});

test('a decimal comma counts on channels that say so', () => {
  const swedish = mappingWith([], { decimal: ',' });
  const of = (sent: string) => outcome([charting(loinc('8310-5'), number(sent), '°C')], swedish);
  expect(of('38,4').values).toEqual(['temperature 38.4 °C']);
  expect(of('1.024,5').notes).toEqual(['not-a-number']);
});

test('totals, scores of one value, panels and averages are no readings', () => {
  const codes = [
    loinc('85354-9'),
    loinc('96607-7'),
    snomed('1104051000000101'),
    snomed('1104301000000104'),
  ];
  expect(outcome(codes.map((code) => charting(code, number('7'))))).toEqual({
    values: [],
    notes: [],
  });
});

const HEART = loinc('8867-4');

test.each([
  ['preliminary', {}, 1, []],
  ['preliminary', { preliminary: false }, 0, []],
  ['unvalidated', {}, 0, ['unconfirmed']],
  ['unvalidated', { unvalidated: true }, 1, []],
  ['nothing', {}, 0, []],
  ['unknown', {}, 0, ['status-unknown']],
] as const)('a value that is %s on a channel with %j', (standing, channel, published, notes) => {
  const found = outcome(
    [charting(HEART, number('80'), '/min', { standing })],
    mappingWith([], channel),
  );
  expect([found.values.length, found.notes]).toEqual([published, notes]);
});

test('of the values of machines the first of each code and hour is published', () => {
  const minutes = [59, 61, 60, 119, 120].map((minute) =>
    charting(HEART, number(String(minute)), '/min', { at: instant('08:00') + minute * 60_000_000 }),
  );
  const monitors = mappingWith([], { device: true, thin: 'PT1H' });
  const { values, notes } = outcome(minutes, monitors);
  expect(values).toEqual(['heart-rate 120 /min', 'heart-rate 59 /min', 'heart-rate 60 /min']);
  expect(notes).toEqual(['thinned']);
  expect(outcome(minutes, mappingWith([], { device: true }))).toEqual({
    values: [],
    notes: ['unconfirmed'],
  });
  const unvalidated = minutes.map((fact) => ({ ...fact, standing: 'unvalidated' as const }));
  expect(outcome(unvalidated, mappingWith([], { unvalidated: true })).values).toEqual(values);
});

test('the coma scale gives a level on channels that say so', () => {
  const parts = [
    ['9267-6', '4'],
    ['9270-0', '5'],
    ['9268-4', '6'],
  ].map(([code, score], index) =>
    charting(loinc(code!), number(score!), '', { identity: [`${index}`] }),
  );
  expect(outcome(parts, mappingWith([], { comaScale: true })).values).toEqual(['consciousness A']);
  expect(outcome(parts).notes).toEqual(Array(3).fill('unmapped-code'));
  expect(
    outcome([charting(loinc('9269-2'), number('14'))], mappingWith([], { comaScale: true })).values,
  ).toEqual(['consciousness C']);
});

test('a value of the future waits for its time', () => {
  const fact = charting(HEART, number('80'), '/min', { at: instant('12:00') });
  const before = interpretObservations([fact], contextOf(PLAIN, '2026-03-02T11:59:00Z'));
  expect([before.events, before.due]).toEqual([[], instant('12:00')]);
  expect(before.notes.map(({ reason }) => reason)).toEqual(['in-future']);
  const after = interpretObservations([fact], contextOf(PLAIN, '2026-03-02T12:00:00Z'));
  expect([after.events.length, after.due]).toEqual([1, null]);
});

test('a value is recorded when it was received if the clock of its source runs ahead', () => {
  const at = instant('09:00');
  const fact = charting(HEART, number('80'), '/min', {
    receivedAt: at,
    recordedAt: at + 301_000_000,
  });
  const { events, notes } = interpretObservations([fact], contextOf(PLAIN));
  expect(events[0]!.recordedAt).toBe('2026-03-02T09:00:00Z');
  expect(notes.map(({ reason }) => reason)).toEqual(['clock-ahead']);
});

test('a channel publishes what it provides, on its wards', () => {
  const task = { system: 'L', code: 'OML', to: 'task:dressing.complex' };
  const facts = [charting(local('OML'), text('utförd')), charting(HEART, number('80'), '/min')];
  expect(outcome(facts, mappingWith([task], { provides: ['tasks'] })).values).toEqual([
    'task dressing.complex',
  ]);
  expect(outcome(facts, mappingWith([task], { provides: ['movements'] }))).toEqual({
    values: [],
    notes: [],
  });
  const oneWard = mappingWith([task], { wards: ['31A'] });
  const on = (ward: string) =>
    interpretObservations(facts, contextOf(oneWard), () => ward).events.length;
  expect([on('31A'), on('32')]).toEqual([2, 0]);
});

test('an assessment has a total', () => {
  const mapping = mappingWith([{ system: 'L', code: 'BRADEN', to: 'assessment:braden' }]);
  expect(outcome([charting(local('BRADEN'), text('17'))], mapping).values).toEqual(['braden 17']);
});

test('a row with an identity of its own may change its time', () => {
  const row = { identity: ['extract', 'V1'], identifiedByTime: false };
  const first = charting(HEART, number('80'), '/min', { ...row, at: instant('09:00') });
  const second = charting(HEART, number('80'), '/min', { ...row, at: instant('09:30') });
  const { events } = interpretObservations([second, first], contextOf(PLAIN));
  expect(events.map(({ occurredAt }) => occurredAt)).toEqual(['2026-03-02T09:30:00Z']);
  const withdrawn = {
    ...second,
    at: 'no-time-of-day',
    standing: 'withdraws',
    recordedAt: instant('10:00'),
  };
  expect(outcome([first, withdrawn as ObservationFact])).toEqual({ values: [], notes: [] });
});

test('the order of facts and their repetition decide nothing', () => {
  const fact = fc
    .record({
      code: fc.constantFrom(
        loinc('8867-4'),
        loinc('8310-5'),
        loinc('67775-7'),
        local('CVK'),
        snomed('371825009'),
      ),
      value: fc.constantFrom(number('80'), number('37.1'), text('ja'), text('A'), NOTHING, {
        type: 'nothing',
      } as const),
      unit: fc.constantFrom('', '/min', 'Cel'),
      minute: fc.integer({ min: 0, max: 3 }),
      recorded: fc.integer({ min: 0, max: 2 }),
      standing: fc.constantFrom(
        'holds',
        'withdraws',
        'unvalidated',
        'preliminary',
        'nothing',
        'unknown',
      ),
    })
    .map(({ code, value, unit, minute, recorded, standing }) =>
      charting(code, value, unit, {
        at: instant('09:00') + minute * 60_000_000,
        recordedAt: instant('09:10') + recorded * 60_000_000,
        receivedAt: instant('09:20'),
        standing: standing as ObservationFact['standing'],
      }),
    );
  const mapping = mappingWith([{ system: 'L', code: 'CVK', to: 'care-need:central-line' }], {
    unvalidated: true,
  });
  const context = contextOf(mapping, '2026-03-02T09:02:30Z');
  fc.assert(
    fc.property(
      fc
        .array(fact, { maxLength: 12 })
        .chain((facts) =>
          fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
          ),
        ),
      ([facts, again]) => {
        expect(interpretObservations(again, context)).toEqual(
          interpretObservations(facts, context),
        );
      },
    ),
  );
});
