import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JudgingHouse } from './judging-house.ts';

/** Keys by their grants, and the sources that each may write, worked out by hand. */
const KEYS: Record<string, readonly string[]> = {
  'sender:adt': ['adt'],
  'sender:adt,lab': ['adt', 'lab'],
  'sender:adt sender:lab': ['adt', 'lab'],
  'sender:*': ['adt', 'lab', 'ADT', 'dashboards'],
};
const SOURCES = ['adt', 'lab', 'ADT', 'dashboard', 'Dashboard', 'server-clock', 'dashboards'];
const STATUSES = ['final', 'amended', 'entered-in-error'];
const NONE = 'engineer';

const house = new JudgingHouse();
beforeAll(async () => {
  await house.allow(...Object.keys(KEYS), NONE, 'sender:laundry', 'ward_lead:A');
  await house.open();
});
afterAll(async () => {
  await house.close();
  house.end();
});

let number = 0;
/** Staffing, which needs nothing else to be there. */
const event = (source: string, status = 'final', id = `e${++number}`) => ({
  ...{ id, source, status, type: 'staffing', wardId: 'A', role: 'rn', basis: 'planned' },
  ...{ headcount: 2, from: '2026-01-05T08:00:00Z', to: '2026-01-05T09:00:00Z' },
  ...{ occurredAt: '2026-01-05T08:00:00Z', recordedAt: '2026-01-05T08:00:00Z' },
});
const post = (key: string, payload: object | string, type = 'application/json') =>
  house.ask(key, {
    ...{ method: 'POST', url: '/v1/events', payload },
    headers: { 'content-type': type },
  });
const ndjson = (events: object[]) => events.map((each) => JSON.stringify(each)).join('\n');

describe.each(Object.entries(KEYS))('a key with %s', (key, may) => {
  test.each(SOURCES)('and %s: alone, in a list, in lines, and in every status', async (source) => {
    for (const status of STATUSES) {
      const sent = [
        await post(key, event(source, status)),
        await post(key, [event(source, status)]),
        await post(key, ndjson([event(source, status)]), 'application/x-ndjson'),
      ];
      for (const answer of sent) {
        expect(answer.statusCode).toBe(200);
        const [result] = answer.json().results;
        if (may.includes(source)) expect(result.status).toBe('accepted');
        else
          expect(result).toMatchObject({
            ...{ status: 'rejected', reason: 'forbidden-source', pointer: '/source' },
          });
      }
    }
  });
});

test('what it may not write does not hold up the rest of a request, and is kept', async () => {
  const before = (await house.embedded.deadLetters.counts())['forbidden-source']!;
  const events = [event('lab'), event('adt'), { nothing: 1 }, event('dashboard'), event('adt')];
  const { accepted, rejected, results } = (await post('sender:adt', events)).json();
  expect([accepted, rejected]).toEqual([2, 3]);
  expect(results.map((each: { reason?: string }) => each.reason ?? null)).toEqual([
    ...['forbidden-source', null, 'unknown-type', 'forbidden-source', null],
  ]);
  const after = (await house.embedded.deadLetters.counts())['forbidden-source']!;
  expect(after - before).toBe(2);
});

test('another system cannot take an event back, nor a judgement', async () => {
  const own = event('adt', 'final', 'mine');
  expect((await post('sender:adt', own)).json().accepted).toBe(1);
  const later = { recordedAt: '2026-01-05T09:00:00Z', status: 'entered-in-error' };
  expect((await post('sender:laundry', { ...own, ...later })).json().rejected).toBe(1);
  const id = '0b9f0a52-5f1c-4b8e-9a53-0f3a6c1f2d11';
  expect(await house.say('ward_lead:A', { id, value: 1 })).toMatchObject({ status: 201 });
  const judgement = { id, source: 'dashboard', type: 'judgement', wardId: 'A', value: -3 };
  const at = { occurredAt: '2026-01-05T12:30:00Z', recordedAt: '2026-01-05T12:31:00Z' };
  for (const key of ['sender:*', 'sender:laundry']) {
    const answer = await post(key, { ...judgement, ...at, status: 'amended' });
    expect(answer.json().results).toMatchObject([{ reason: 'forbidden-source' }]);
  }
  expect(await house.told('ward_lead:A')).toMatchObject([{ value: 1 }]);
});

test('a key with no systems may send nothing at all', async () => {
  expect((await post(NONE, [event('adt')])).statusCode).toBe(403);
  expect((await post(NONE, [])).statusCode).toBe(403);
});
