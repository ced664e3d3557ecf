import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { site as siteSchema } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { ApiService } from '../../../services/api/service.ts';
import { createLog } from '../../../services/platform/log.ts';
import { createMetrics } from '../../../services/platform/metrics.ts';
import { Stores } from '../../pipelines/serving/stores.ts';
import { nurses } from '../../reference/example.ts';
import { PATIENCE } from '../../support/patience.ts';
import { at, event, siteWith } from '../../support/scenario.ts';

const site = siteWith();
const OUTSIDE = ['A', 'B'].map((wardId) => ({ wardId, treating: false }));
const TREATING = ['A', 'B'].map((wardId) => ({ wardId, treating: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vi-watch-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const admission = (time: string, encounterId: string, wardId: string) =>
  event(time, { type: 'admission', wardId, encounterId, id: encounterId });
const tick = (time: string) => event(time, { type: 'tick' });
/** Six are there from the start, and one more comes every hour of a day. */
const day = ['A', 'B'].flatMap((wardId) => [
  ...Array.from({ length: 6 }, (_, n) => admission('5 0', `E${wardId}${n}`, wardId)),
  ...Array.from({ length: 24 }, (_, hour) =>
    admission(`5 ${hour}:30`, `F${wardId}${hour}`, wardId),
  ),
]);

test('L7: moves silent for eleven hours while ticks go on: since when, and the wards are old', async () => {
  await Stores.with(site, async (stores) => {
    const metrics = createMetrics();
    const api = new ApiService({
      ...{ serving: stores.serving, site, data: folder, log: createLog('silent'), metrics },
    });
    const show = async (events: readonly WardEvent[]) => {
      await stores.deliver(events);
      await api.show();
    };
    try {
      await show([...day, tick('6 0:20')]);
      const silentSources = () =>
        api.stream.snapshot(OUTSIDE).silentSources.map(({ source }) => source);
      const states = (treating: boolean) =>
        api.stream.snapshot(treating ? TREATING : OUTSIDE).wards.map(({ state }) => state);
      // nobody is rostered: it has looked
      await vi.waitFor(() => expect(silentSources()).toEqual(['staffing']), PATIENCE);
      expect(states(true)).not.toContain('old');

      await show(Array.from({ length: 11 }, (_, hour) => tick(`6 ${hour + 1}`)));
      // the last came on the 5th at 23:30
      const silent = { source: 'moves', since: '2026-01-05T23:30:00Z' };
      await vi.waitFor(
        () => expect(api.stream.snapshot(OUTSIDE).silentSources).toContainEqual(silent),
        PATIENCE,
      );
      expect(states(true)).toEqual(['old', 'old']);
      expect(states(false)).toEqual(['old', 'old']);
      api.gauge();
      const text = await metrics.registry.metrics();
      expect(text).toContain('vardintensitet_source_age_seconds{source="moves"} 41400');
      expect(text).toContain(
        'vardintensitet_ward_source_age_seconds{ward="A",source="moves"} 41400',
      );
      expect(text).toContain('vardintensitet_source_silent{source="moves"} 1');

      // somebody comes to one ward: the feed lives, and the other may be quiet
      await show([admission('6 11:10', 'G', 'A'), tick('6 11:20')]);
      await vi.waitFor(() => expect(silentSources()).toEqual(['staffing']), PATIENCE);
      const [a, b] = states(true);
      expect(a).not.toBe('old');
      expect(b).not.toBe('old');
    } finally {
      await api.stop();
    }
  });
});

test('a ward is old since the stream time whose ages say so, though a look ends after the next publication came', async () => {
  await Stores.with(site, async (stores) => {
    const api = new ApiService({
      ...{ serving: stores.serving, site, data: folder, log: createLog('silent') },
      metrics: createMetrics(),
    });
    try {
      await stores.deliver([...day, tick('6 0:20')]);
      await api.show();
      await vi.waitFor(() => expect(api.isFreshnessKnown).toBe(true), PATIENCE);
      // the look of 0:30 reads what is served by 11:00, eleven and a half hours after the last move
      const { queryPool } = stores.serving;
      const rows = queryPool.rows.bind(queryPool);
      const look = vi.spyOn(queryPool, 'rows').mockImplementationOnce(async (...query) => {
        await stores.deliver([tick('6 11:00')]);
        return rows(...query);
      });
      await stores.deliver([tick('6 0:30')]);
      await api.show();
      await vi.waitFor(() => {
        expect(look).toHaveBeenCalledOnce();
        expect(api.isFreshnessKnown).toBe(true);
      }, PATIENCE);
      const wards = () => api.stream.snapshot(TREATING).wards;
      expect(wards().map(({ state }) => state)).not.toContain('old');
      await api.show();
      expect(wards()).toMatchObject(
        [1, 2].map(() => ({ state: 'old', stateSince: '2026-01-06T11:00:00Z' })),
      );
    } finally {
      await api.stop();
    }
  });
});

test('sources are looked at again when staffing came, and while a history is taken over at one stream time', async () => {
  await Stores.with(site, async (stores) => {
    const metrics = createMetrics();
    const about = { data: folder, log: createLog('silent'), metrics, now: () => 0 };
    const api = new ApiService({ serving: stores.serving, site, ...about });
    const ageOfMoves = async () => {
      api.gauge();
      const text = await metrics.registry.metrics();
      return /source_age_seconds\{source="moves"\} (\d+)/.exec(text)?.[1] ?? null;
    };
    const shows = async (age: string, silent: readonly string[]) => {
      await api.show();
      await vi.waitFor(async () => {
        expect(await ageOfMoves()).toBe(age);
        const { silentSources } = api.stream.snapshot(OUTSIDE);
        expect(silentSources.map(({ source }) => source)).toEqual(silent);
      }, PATIENCE);
    };
    try {
      // the clock of the server is at 00:20 on the 6th before anything came, and stays there
      await stores.deliver([tick('6 0:20')]);
      await api.show();
      const isEarly = (each: WardEvent) => each.occurredAt < at('5 12');
      await stores.deliver(day.filter(isEarly));
      // the last came at 11:30: 12 h 50 min
      await shows('46200', ['moves', 'staffing']);
      // what follows is of the last day, as late charting is
      await stores.deliver(day.filter((each) => !isEarly(each)));
      await shows('3000', ['staffing']);
      const rostered = (wardId: string) =>
        nurses('rn', 'planned', 2, '5 0', '7 0', { wardId, id: `roster ${wardId}` });
      await stores.serving.publish([rostered('A'), rostered('B')]);
      await shows('3000', []);
    } finally {
      await api.stop();
    }
  });
});

test('a feed of four small wards that is dead for half a day makes all of them old, whatever their own limits', async () => {
  const wardIds = ['A', 'B', 'C', 'D'];
  const ward = (wardId: string) => ({ ...site.wards[0], wardId, name: wardId });
  const small = siteSchema.parse({ ...site, wards: wardIds.map(ward) });
  // somebody comes to A at 00:30, to B at 04:30, to C at 08:30 and to D at 12:30; the last to B on the 9th
  const log = wardIds.flatMap((wardId, place) => [
    ...Array.from({ length: 6 }, (_, n) => admission('1 0', `E${wardId}${n}`, wardId)),
    ...Array.from({ length: place < 2 ? 9 : 8 }, (_, day) =>
      admission(`${day + 1} ${4 * place}:30`, `F${wardId}${day}`, wardId),
    ),
  ]);
  await Stores.with(small, async (stores) => {
    const about = { data: folder, log: createLog('silent'), metrics: createMetrics() };
    const api = new ApiService({ serving: stores.serving, site: small, ...about });
    const statesAt = async (events: readonly WardEvent[]) => {
      await stores.deliver(events);
      await api.show();
      await vi.waitFor(() => expect(api.isFreshnessKnown).toBe(true), PATIENCE);
      return [true, false].map((treating) => {
        const readers = wardIds.map((wardId) => ({ wardId, treating }));
        const { wards } = api.stream.snapshot(readers);
        return wards.map(({ wardId, state }) => (state === 'old' ? wardId : '')).join('');
      });
    };
    try {
      // 7 h 20 min without anybody, and at noon four hours are usual: silent, but not for twice as long. Of the wards C alone is
      // beyond its limit: A is quiet for 12 h 30 min then, B for 8 h 30 min, D for 24 h
      expect(await statesAt([...log, tick('9 11:50')])).toEqual(['C', 'C']);
      // 13 h 20 min, and 6 h 30 min are usual in the early evening. A and B are within their limits of 18 h 30 min and 14 h 30 min
      expect(await statesAt([tick('9 17:50')])).toEqual(['ABCD', 'ABCD']);
    } finally {
      await api.stop();
    }
  });
});
