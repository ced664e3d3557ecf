import { nothing } from 'lit';
import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import type { SourceName, WardHealth } from '../../../dashboards/src/pipeline/health.ts';
import { wrongList, wrongsOf } from '../../../dashboards/src/pipeline/wrongs.ts';
import { markup } from '../markup.ts';

const ward = (wardId: string, state: WardHealth['state']): WardHealth => ({
  ...{ wardId, state, newestInputAt: '2026-11-22T08:00:00Z', coverage: 1, reason: null },
  ...{ isStaffed: true, sources: [], silentSources: [] },
});
const current = ward('10A', 'balanced');
const silent = ward('10B', 'old');

/** The health of a hospital with these wards, in which some sources are silent. */
const health = (wards: readonly WardHealth[], ...sources: SourceName[]) => ({
  wards: [...wards],
  unplaced: null,
  silentSources: sources.map((source) => ({ source, since: '2026-11-22T08:00:00Z' })),
});

test('silent sources come before wards that lack inputs, those before rejected records; what is right is not named', () => {
  expect(wrongsOf(health([current, silent], 'moves', 'vitals'), 14)).toEqual([
    { part: 'silences', count: 2 },
    { part: 'wards', count: 1 },
    { part: 'letters', count: 14 },
  ]);
  expect(wrongsOf(health([current]), 0)).toEqual([]);
  const unplaced = {
    ...{ 'presumed-left': 0, 'silent-stays': 2 },
    ...{ 'moves-without-effect': 1, 'orphan-events': 6 },
  };
  expect(wrongsOf({ ...health([current]), unplaced }, 1)).toEqual([
    { part: 'unplaced', count: 9 },
    { part: 'letters', count: 1 },
  ]);
});

test('each leads to its section', () => {
  const format = formatOf('sv', 'Europe/Stockholm');
  const list = markup(wrongList(wrongsOf(health([silent], 'moves'), 1), swedish.pipeline, format));
  expect(list).toContain('href="#silences">1 källa är tyst på hela sjukhuset');
  expect(list).toContain('href="#wards">1 avdelning saknar aktuellt underlag');
  expect(list).toContain('href="#letters">1 avvisad post i felkön');
  expect(markup(wrongList(wrongsOf(health([]), 1234), english.pipeline, format))).toContain(
    'rejected records in the dead-letter queue',
  );
  expect(wrongList([], swedish.pipeline, format)).toBe(nothing);
});
