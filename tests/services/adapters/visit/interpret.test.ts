import { expect, test } from 'vitest';
import type { Fact } from '../../../../services/adapters/facts.ts';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';
import { a01, a02, a03, a11, a12, contextOf, mappingOf, minute } from './stated.ts';

const charted = (at: number, channel = 'chart') => ({
  ...{ channel, receivedAt: minute(at + 1), recordedAt: minute(at + 1) },
});

function pulse(at: number, channel?: string): Fact {
  return {
    ...{ kind: 'observation', ...charted(at, channel), identity: [], identifiedByTime: true },
    codes: [{ system: 'LN', code: '8867-4', display: '' }],
    ...{ value: { type: 'number', text: '80' }, units: ['/min'], at: minute(at) },
    ...{ standing: 'holds', status: 'F' },
  };
}

function tablet(at: number): Fact {
  return {
    ...{ kind: 'medication', ...charted(at), identity: ['1'], isBlood: false, standing: 'given' },
    drugs: [{ system: 'ATC', code: 'N02BE01', display: '' }],
    routes: [{ system: 'HL70162', code: 'PO', display: '' }],
    ...{ start: minute(at), end: null, amount: '1', unit: '' },
  };
}

const provides = ['observations', 'medications'];
const chart = { kind: 'mllp', port: 0, source: 'chart', provides };
const using = mappingOf();
const channels = [
  ...using.channels,
  ...mappingOf(
    {},
    {
      channels: [
        { ...chart, name: 'chart' },
        { ...chart, name: 'of-b', wards: ['B'] },
      ],
    },
  ).channels,
];
const context = contextOf({ ...using, channels });

const typesOf = (facts: readonly Fact[]) =>
  interpretVisit(facts, context)
    .events.map(({ type }) => type)
    .sort();
const reasonsOf = (facts: readonly Fact[]) =>
  interpretVisit(facts, context).notes.map(({ reason, count }) => `${reason} ${count}`);

test('care waits for an admission that comes later, and goes with one that is cancelled', () => {
  const care = [pulse(5), tablet(10)];
  expect(typesOf(care)).toEqual([]);
  expect(reasonsOf(care)).toEqual(['no-counted-visit 2']);
  const admitted = [...care, a01(0, 'A')];
  expect(typesOf(admitted)).toEqual(['admission', 'medication', 'observation']);
  expect(reasonsOf(admitted)).toEqual([]);
  expect(typesOf([...admitted, a11(0, { recorded: 60 })])).toEqual([]);
});

test('a channel for one ward provides what happens there, up to the very end of the stay', () => {
  const facts = [a01(0, 'A'), a02(60, 'B'), a03(120)];
  const timesOf = (times: readonly number[]) => {
    const { events } = interpretVisit([...facts, ...times.map((at) => pulse(at, 'of-b'))], context);
    const observed = events.filter(({ type }) => type === 'observation');
    return observed
      .map(({ occurredAt }) => (Date.parse(occurredAt) * 1000 - minute(0)) / 60e6)
      .sort((a, b) => a - b);
  };
  expect(timesOf([59, 60, 120])).toEqual([60, 120]);
});

test('a channel for one ward says nothing of arrivals on others', () => {
  const facts = [a01(0, 'A'), a02(60, 'B', { channel: 'of-b' }), a02(90, 'C', { channel: 'of-b' })];
  expect(typesOf([...facts, a03(120)])).toEqual(['admission', 'discharge', 'transfer']);
  const cancelled = a12(60, { channel: 'of-b', to: 'A', prior: 'B', recorded: 70 });
  expect(typesOf([...facts, cancelled, a03(120)])).toEqual(['admission', 'discharge']);
});

test('what lies ahead of any kind says when to look again', () => {
  const later = { ...pulse(1500), recordedAt: minute(5), receivedAt: minute(5) };
  expect(interpretVisit([a01(0, 'A'), a03(1600), later], context).due).toBe(minute(1500));
});
