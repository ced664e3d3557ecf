import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { admit, at, event, observe, siteWith } from '../../support/scenario.ts';
import { openServe, type ServeProcess } from '../../support/test-server.ts';

const site = siteWith();
let data: string;
let serve: ServeProcess;
const open = () => openServe({ data, site, now: () => at('12') / 1000 });
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'vi-loading-'));
  serve = await open();
});
afterEach(async () => {
  await serve.stop();
  rmSync(data, { recursive: true, force: true });
});

const tick = (time: string) => event(time, { type: 'tick', id: `tick-${time}` });
const deliver = (events: WardEvent[], next: number) =>
  serve.deliver({ events, rejected: [] }, 'history', next);
const hours = async () => {
  const [row] = await serve.serving.queryPool.rows<{ n: number }>(
    'select count(*) as n from encounter_hour',
    {},
  );
  return row!.n;
};
const shownAt = () => serve.api.stream.current().streamTime;

test('a history that is loaded is scored beside it, and taken over once all of it is there', async () => {
  await serve.start(async () => {
    await deliver([admit('8'), tick('9')], 2);
    await serve.idle();
    expect(await serve.scorer.scorer.outbox.revision()).toBeGreaterThan(0);
    expect([await hours(), shownAt()]).toEqual([0, null]);
    await deliver([observe('10', 'heart-rate', 140), tick('11')], 4);
  });
  // from eight to eleven
  expect([await hours(), shownAt()]).toEqual([4, '2026-01-05T11:00:00Z']);
});

test('staffing at the end of a history does not have it taken over in two pieces', async () => {
  const { serving } = serve;
  const taken: string[] = [];
  const { applyFirst, apply } = serving;
  serving.applyFirst = (first) => {
    taken.push('first');
    return applyFirst.call(serving, first);
  };
  serving.apply = (published) => {
    if (published.hours.length > 0) taken.push('again');
    return apply.call(serving, published);
  };
  const staffing = event('10', {
    ...{ id: 's', type: 'staffing', wardId: 'A', role: 'rn', basis: 'planned', headcount: 3 },
    ...{ from: at('6'), to: at('14') },
  });
  await serve.start(async () => {
    await deliver([admit('8'), tick('9')], 2);
    await serve.idle();
    await deliver([staffing, tick('11')], 4);
  });
  expect([await hours(), shownAt()]).toEqual([4, '2026-01-05T11:00:00Z']);
  expect(taken).toEqual(['first']);
});

test('beside what is served already, a history shows as it comes', async () => {
  await serve.start(() => deliver([admit('8'), tick('9')], 2));
  await serve.stop();
  serve = await open();
  expect(shownAt()).toBe('2026-01-05T09:00:00Z');
  await serve.start(async () => {
    await deliver([tick('10')], 3);
    await serve.idle();
    expect(shownAt()).toBe('2026-01-05T10:00:00Z');
  });
});

test('a start that is stopped while it loads goes no further, and the next one does', async () => {
  const load = () => deliver([admit('8'), tick('9')], 2);
  await serve.start(load, () => true);
  expect(await hours()).toBe(0);
  expect(serve.readiness.reasons()).toContain('starting');
  await serve.stop();
  serve = await open();
  await serve.start();
  expect([await hours(), shownAt()]).toEqual([2, '2026-01-05T09:00:00Z']);
});
