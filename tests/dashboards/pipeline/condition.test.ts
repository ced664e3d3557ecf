import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { conditionOf } from '../../../dashboards/src/pipeline/condition.ts';
import { because } from '../../../dashboards/src/pipeline/head.ts';
import type { Health } from '../../../dashboards/src/pipeline/health.ts';
import { span } from '../../../dashboards/src/pipeline/span.ts';

const messages = swedish.pipeline;
const format = formatOf('sv', 'Europe/Stockholm');
const health = (status: Health['status'], lagSeconds: number | null, waiting = 0) => ({
  status,
  lagSeconds,
  silentSources: [] as Health['silentSources'],
  flow: {
    ...{ received: 0, accepted: 0, duplicates: 0, rejected: 0, waiting, scoredHours: 0 },
    ...{ publishedHours: 0, failures: 3, clients: 0 },
  },
});

test.each([
  ['ok', 0, 0, 'flowing'],
  ['ok', 120, 5000, 'flowing'],
  ['ok', 121, 0, 'late'],
  ['ok', 3, 5001, 'late'],
  ['ok', null, 0, 'late'],
  ['starting', 900, 9000, 'starting'],
  ['failing', 900, 9000, 'failing'],
] as const)('%s, %s s behind, %d waiting is %s', (status, lag, waiting, condition) => {
  expect(conditionOf(health(status, lag, waiting), true)).toBe(condition);
});

test('while a source of the hospital is silent it is not in order, however little it is behind', () => {
  const silentSources: Health['silentSources'] = [
    { source: 'moves', since: '2026-11-22T08:00:00Z' },
    { source: 'vitals', since: '2026-11-22T09:00:00Z' },
  ];
  const silent = { ...health('ok', 0), silentSources };
  expect(conditionOf(silent, true)).toBe('silence');
  expect(because('silence', silent, messages, format)).toBe(
    'Inget nytt från: in- och utskrivning, vitalparametrar. Det som kommer in visas utan fördröjning.',
  );
  // what is worse is said first
  expect(conditionOf({ ...health('ok', 900), silentSources }, true)).toBe('late');
});

test('what cannot be reached is not judged by what it said last', () => {
  expect(conditionOf(health('ok', 0), false)).toBe('lost');
});

test.each([
  [health('ok', 125), 'Uppgifterna ligger 2 min efter.'],
  [health('ok', 1, 12_400), '12 400 poster väntar på att lagras.'],
  [health('ok', null), 'Inga data har kommit in ännu.'],
])('a late pipeline gives the reason', (health, sentence) => {
  expect(because('late', health, messages, format).replace(/\s/g, ' ')).toBe(sentence);
});

test.each([
  [-4, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600, '1 timme'],
  [172_799, '47 timmar'],
  [172_800, '2 dygn'],
])('%d seconds are %s', (seconds, text) => {
  expect(span(seconds, messages)).toBe(text);
});
