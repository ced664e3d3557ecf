import { expect, test } from 'vitest';
import type { WardSources } from '../../../pipelines/serving/queries.ts';
import { sourceState } from '../../../services/api/source-state.ts';

type Source = WardSources['sources'][number];
const AT = '2026-11-22T10:00:00Z';
const source = (
  name: Source['source'],
  newestAt: string | null,
  coverage: number | null,
  isIncomplete = false,
): Source => ({ source: name, newestAt, coverage, isIncomplete });

test.each([
  ['heard of within its limit', source('vitals', AT, 0.9), false, 'current'],
  ['past its limit', source('vitals', AT, 0.9), true, 'silent'],
  ['there in part', source('vitals', AT, 0.4, true), false, 'incomplete'],
  ['silent before it is incomplete', source('vitals', AT, 0.4, true), true, 'silent'],
  ['nothing of patients who are there', source('function', null, 0, true), false, 'missing'],
  ['nothing of few patients, or none', source('vitals', null, null), false, null],
  ['nobody ever moved', source('moves', null, null), false, null],
  ['a roster of whatever day', source('staffing', AT, 1), false, 'current'],
  ['a next shift without one', source('staffing', AT, 1), true, 'silent'],
  ['an hour without one', source('staffing', AT, 0, true), true, 'missing'],
  ['before any stream time', source('staffing', null, null), false, null],
])('%s: %j', (_, of, isSilent, state) => {
  expect(sourceState(of, isSilent)).toBe(state);
});
