import { expect, test } from 'vitest';
import {
  freshnessOf,
  isLacking,
  oldestFirst,
  sourceFreshness,
} from '../../../dashboards/src/pipeline/freshness.ts';
import type { SourceHealth, WardHealth } from '../../../dashboards/src/pipeline/health.ts';

const ward = (
  wardId: string,
  state: WardHealth['state'],
  newestInputAt: string | null,
  reason: WardHealth['reason'] = null,
): WardHealth => ({
  ...{ wardId, state, newestInputAt, reason },
  ...{ coverage: 1, isStaffed: true, sources: [], silentSources: [] },
});

// by the hour of the input alone neither of the first two could be judged
const night = ward('10A', 'balanced', '2026-11-22T08:00:00Z');
const silent = ward('10B', 'old', '2026-11-22T10:00:00Z');
const thin = ward('10C', 'incomplete', '2026-11-22T21:59:00Z');
const unheard = ward('10D', null, null, 'no-events');
const unwatched = ward('20A', 'incomplete', null);
const empty = ward('20B', 'no-patients', null);
const few = ward('20C', null, null, 'few-patients');

test.each([
  [night, 'fresh', false],
  [silent, 'stale', true],
  [thin, 'thin', true],
  [unheard, 'missing', true],
  [unwatched, 'missing', true],
  [empty, 'empty', false],
  [few, 'withheld', false],
])('$wardId is %s', (each, freshness, lacking) => {
  expect(freshnessOf(each)).toBe(freshness);
  expect(isLacking(freshnessOf(each))).toBe(lacking);
});

test('the oldest come first, before them those who lack any, and those rightly without last', () => {
  const wards = [few, silent, empty, thin, unheard, night];
  expect(oldestFirst(wards).map(({ wardId }) => wardId)).toEqual([
    ...['10D', '10A', '10B', '10C', '20C', '20B'],
  ]);
});

test.each([
  ['current', 'fresh'],
  ['silent', 'stale'],
  ['incomplete', 'thin'],
  ['missing', 'missing'],
  [null, null],
] as const)('a source that the server calls %s is %s', (state, freshness) => {
  expect(sourceFreshness({ state } as SourceHealth)).toBe(freshness);
});
