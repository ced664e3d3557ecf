import { expect, test } from 'vitest';
import {
  freshnessOf,
  isLacking,
  oldestFirst,
  sourceFreshness,
} from '../../../dashboards/src/pipeline/freshness.ts';
import type { SourceName, WardHealth } from '../../../dashboards/src/pipeline/health.ts';

const NOW = Date.parse('2026-11-22T22:00:00Z');
const ward = (
  wardId: string,
  newestInputAt: string | null,
  coverage: number | null,
  reason: WardHealth['reason'] = null,
): WardHealth => ({
  wardId,
  newestInputAt,
  coverage,
  reason,
  isStaffed: true,
  sources: [],
  silentSources: [],
});

const current = ward('10A', '2026-11-22T10:00:00Z', 0.7);
const stale = ward('10B', '2026-11-22T09:59:59Z', 1);
const thin = ward('10C', '2026-11-22T21:59:00Z', 0.694);
const reads70 = ward('10E', '2026-11-22T21:59:00Z', 0.696);
const unheard = ward('10D', null, null, 'no-events');
const unwatched = ward('20A', null, 0);
const empty = ward('20B', null, null);
const few = ward('20C', null, null, 'few-patients');

test.each([
  [current, 'fresh', false],
  [stale, 'stale', true],
  [thin, 'thin', true],
  [reads70, 'fresh', false],
  [unheard, 'missing', true],
  [unwatched, 'missing', true],
  [empty, 'empty', false],
  [few, 'withheld', false],
])('$wardId is %s', (each, freshness, lacking) => {
  expect(freshnessOf(each, NOW)).toBe(freshness);
  expect(isLacking(freshnessOf(each, NOW))).toBe(lacking);
});

test('the oldest come first, before them those who lack any, and those rightly without last', () => {
  const wards = [few, current, empty, thin, unheard, stale];
  expect(oldestFirst(wards, NOW).map(({ wardId }) => wardId)).toEqual([
    ...['10D', '10B', '10A', '10C', '20C', '20B'],
  ]);
});

const source = (name: SourceName, newestAt: string | null, coverage: number | null) =>
  ({ source: name, newestAt, coverage }) as const;

test.each([
  ['nobody moved for weeks', source('moves', '2026-11-01T00:00:00Z', null), 'fresh'],
  ['nobody ever moved', source('moves', null, null), null],
  ['vital signs of 12 h', source('vitals', '2026-11-22T10:00:00Z', 0.9), 'fresh'],
  ['vital signs of more', source('vitals', '2026-11-22T09:59:00Z', 0.9), 'stale'],
  ['vital signs of some', source('vitals', '2026-11-22T21:00:00Z', 0.4), 'thin'],
  ['no vital signs', source('vitals', null, 0), 'missing'],
  ['function of three days', source('function', '2026-11-19T22:00:00Z', 1), 'fresh'],
  ['an hour without staffing', source('staffing', '2026-11-22T21:00:00Z', 0), 'missing'],
  ['staffing of yesterday', source('staffing', '2026-11-21T21:00:00Z', 1), 'stale'],
])('%s: %j is %s', (_, source, freshness) => {
  expect(sourceFreshness(source, 'fresh', NOW)).toBe(freshness);
});

test('of few patients, or none, no vital signs are missed, and staffing still is', () => {
  for (const of of ['withheld', 'empty'] as const) {
    expect(sourceFreshness(source('vitals', null, null), of, NOW)).toBeNull();
    expect(sourceFreshness(source('staffing', null, 0), of, NOW)).toBe('missing');
  }
});
