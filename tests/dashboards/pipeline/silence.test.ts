import { nothing } from 'lit';
import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import type { SourceName, WardHealth } from '../../../dashboards/src/pipeline/health.ts';
import { silenceList, silencesOf } from '../../../dashboards/src/pipeline/silence.ts';
import { markup } from '../markup.ts';

// 06:43 in Stockholm
const NOW = Date.parse('2026-11-22T05:43:00Z');
const format = formatOf('sv', 'Europe/Stockholm');
const silent = (source: SourceName, since: string) => ({ source, since });
const ward = (wardId: string, ...silentSources: WardHealth['silentSources']): WardHealth => ({
  ...{ wardId, newestInputAt: null, coverage: 1, state: null, reason: null },
  ...{ isStaffed: true, sources: [], silentSources },
});
const HEALTH = {
  silentSources: [silent('vitals', '2026-11-21T18:43:00Z')],
  wards: [
    ward('10A', silent('moves', '2026-11-22T02:00:00Z'), silent('vitals', '2026-11-21T18:43:00Z')),
    ward('10B', silent('moves', '2026-11-20T12:00:00Z')),
    ward('10C', silent('staffing', '2026-11-22T20:00:00Z')),
    ward('10D'),
  ],
};
const read = (value: unknown) =>
  markup(value)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

test('sources of the hospital come first, then those of single wards, the longest silence first', () => {
  expect(silencesOf(HEALTH)).toEqual([
    {
      source: 'vitals',
      since: '2026-11-21T18:43:00Z',
      wards: [{ wardId: '10A', since: '2026-11-21T18:43:00Z' }],
    },
    {
      source: 'moves',
      since: null,
      wards: [
        { wardId: '10B', since: '2026-11-20T12:00:00Z' },
        { wardId: '10A', since: '2026-11-22T02:00:00Z' },
      ],
    },
    {
      source: 'staffing',
      since: null,
      wards: [{ wardId: '10C', since: '2026-11-22T20:00:00Z' }],
    },
  ]);
});

test('the list says since when, by the clock of the site, and on which wards', () => {
  const list = read(silenceList(silencesOf(HEALTH), NOW, swedish.pipeline, format));
  expect(list).toContain('Vitalparametrar Hela sjukhuset: inget sedan 19:43');
  expect(list).toContain(
    'In- och utskrivning Avdelningar: 10B (sedan 20 nov. 13:00), 10A (sedan 03:00)',
  );
  // staffing is missing from an hour to come
  expect(list).toContain('Bemanning Avdelningar: 10C (från 21:00)');
  const there = read(silenceList(silencesOf(HEALTH), NOW, english.pipeline, format));
  expect(there).toContain('Vital signs Whole hospital: nothing since 19:43');
  expect(there).toContain('Staffing Wards: 10C (from 21:00)');
});

test('where every source is heard, nothing is said', () => {
  const heard = { silentSources: [], wards: [ward('10A')] };
  expect(silenceList(silencesOf(heard), NOW, swedish.pipeline, format)).toBe(nothing);
});
