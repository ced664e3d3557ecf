import { beforeAll, expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { loadMessages, messagesOf } from '../../../dashboards/src/i18n/messages.ts';
import { connectionLine, connectionProblem } from '../../../dashboards/src/live/connection.ts';
import { type LiveView, NOTHING_YET } from '../../../dashboards/src/live/live.ts';
import { EMPTY_STATE, withSnapshot, withTick } from '../../../dashboards/src/live/live-state.ts';
import type { SilentSource } from '../../../schemas/source-name.ts';
import { markup } from '../markup.ts';
import { ward } from '../ward.ts';

const NOW = Date.parse('2026-01-06T11:00:00Z');
beforeAll(() => Promise.all([loadMessages('sv'), loadMessages('en')]));

/** What a screen in Stockholm, an hour ahead, says of silent sources. */
function said(lang: 'sv' | 'en', silentSources: SilentSource[], view: Partial<LiveView> = {}) {
  return connectionProblem({
    view: {
      ...NOTHING_YET,
      connection: 'live',
      now: NOW,
      heardAt: NOW,
      dataNow: NOW,
      silentSources,
      ...view,
    },
    pausedAt: null,
    current: null,
    messages: messagesOf(lang).wall,
    format: formatOf(lang, 'Europe/Stockholm'),
  });
}

const VITALS = { source: 'vitals', since: '2026-01-06T04:43:00Z' } as const;
const MOVES = { source: 'moves', since: '2026-01-06T05:00:00Z' } as const;

test('a silent source is said in one line, with since when', () => {
  expect(said('sv', [])).toBeNull();
  expect(said('sv', [VITALS])).toBe('Inga vitalvärden från journalen sedan 05:43');
  expect(said('en', [VITALS])).toBe('No vital signs from the records since 05:43');
  expect(said('sv', [MOVES, VITALS])).toBe(
    'Inga in- eller utskrivningar sedan 06:00 · Inga vitalvärden från journalen sedan 05:43',
  );
});

test('while a source of the hospital is silent no ward is counted as current', () => {
  const head = (silentSources: SilentSource[]) => {
    const view = {
      ...NOTHING_YET,
      connection: 'live',
      now: NOW,
      heardAt: NOW,
      dataNow: NOW,
    } as const;
    return markup(
      connectionLine({
        view: { ...view, silentSources, wards: [ward({ wardId: '31A' }), ward({ wardId: '36A' })] },
        ...{ pausedAt: null, current: 2 },
        messages: messagesOf('sv').wall,
        format: formatOf('sv', 'Europe/Stockholm'),
      }),
    );
  };
  expect(head([])).toContain('2/2 aktuella');
  expect(head([MOVES])).not.toContain('aktuella');
  expect(head([MOVES])).toContain('källa tyst');
  // a roster that ends is said on each ward
  expect(head([{ source: 'staffing', since: '2026-01-06T12:00:00Z' }])).toContain('2/2 aktuella');
});

test('of yesterday it names the day', () => {
  const text = said('sv', [{ source: 'vitals', since: '2026-01-05T04:43:00Z' }]);
  expect(text).toContain('05:43');
  expect(text).toMatch(/5 jan/);
});

test('that nobody is rostered is said on each ward; a lost server goes first', () => {
  expect(said('sv', [{ source: 'staffing', since: '2026-01-06T12:00:00Z' }])).toBeNull();
  expect(said('sv', [VITALS], { connection: 'lost' })).toContain('Ingen kontakt');
});

test('a snapshot and every tick say which sources are silent', () => {
  const streamTime = '2026-01-06T11:00:00Z';
  const begun = withSnapshot(EMPTY_STATE, { streamTime, silentSources: [VITALS], wards: [] }, 0);
  expect(begun.silentSources).toEqual([VITALS]);
  const tick = { streamTime, silentSources: [], now: streamTime };
  expect(withTick(begun, tick, 1).silentSources).toEqual([]);
});
