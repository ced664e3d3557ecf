import { nothing } from 'lit';
import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import type { WardHealth } from '../../../dashboards/src/pipeline/health.ts';
import { wrongList, wrongsOf } from '../../../dashboards/src/pipeline/wrongs.ts';
import { markup } from '../markup.ts';

const NOW = Date.parse('2026-11-22T22:00:00Z');
const ward = (wardId: string, newestInputAt: string): WardHealth => ({
  ...{ wardId, newestInputAt, coverage: 1, reason: null, isStaffed: true, sources: [] },
  silentSources: [],
});
const current = ward('10A', '2026-11-22T21:00:00Z');
const silent = ward('10B', '2026-11-22T08:00:00Z');

test('wards that lack inputs come before rejected records, and what is right is not named', () => {
  expect(wrongsOf([current, silent], 14, NOW)).toEqual([
    { part: 'wards', count: 1 },
    { part: 'letters', count: 14 },
  ]);
  expect(wrongsOf([current], 0, NOW)).toEqual([]);
});

test('each leads to its section', () => {
  const format = formatOf('sv', 'Europe/Stockholm');
  const list = markup(wrongList(wrongsOf([silent], 1, NOW), swedish.pipeline, format));
  expect(list).toContain('href="#wards">1 avdelning saknar aktuellt underlag');
  expect(list).toContain('href="#letters">1 avvisad post i felkön');
  expect(markup(wrongList(wrongsOf([], 1234, NOW), english.pipeline, format))).toContain(
    'rejected records in the dead-letter queue',
  );
  expect(wrongList([], swedish.pipeline, format)).toBe(nothing);
});
