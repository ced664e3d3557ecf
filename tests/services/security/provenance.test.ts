import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseKey } from '../../../services/security/auth/key.ts';
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
const FOREIGN = 'sender:kitchen';

const house = new JudgingHouse();
beforeAll(async () => {
  await house.allow(
    ...Object.keys(KEYS),
    NONE,
    FOREIGN,
    'sender:laundry',
    'auditor',
    'ward_lead:A',
  );
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
  const before = (await house.serve.ingest.deadLetters.counts())['forbidden-source']!;
  const events = [event('lab'), event('adt'), { nothing: 1 }, event('dashboard'), event('adt')];
  const { accepted, rejected, results } = (await post('sender:adt', events)).json();
  expect([accepted, rejected]).toEqual([2, 3]);
  expect(results.map((each: { reason?: string }) => each.reason ?? null)).toEqual([
    ...['forbidden-source', null, 'unknown-type', 'forbidden-source', null],
  ]);
  const after = (await house.serve.ingest.deadLetters.counts())['forbidden-source']!;
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
  expect(await house.judgements('ward_lead:A')).toMatchObject([{ value: 1 }]);
});

test('a key with no systems may send nothing at all', async () => {
  expect((await post(NONE, [event('adt')])).statusCode).toBe(403);
  expect((await post(NONE, [])).statusCode).toBe(403);
});

const retried = async () =>
  (await house.ask(NONE, { method: 'POST', url: '/v1/dead-letters/retry' })).json();
const reasons = () => house.serve.ingest.deadLetters.counts();
const sentBy = async (source: string, id: string) =>
  (await house.ask('auditor', { url: `/v1/provenance?source=${source}&id=${id}` })).json().versions;
const nameOf = (key: string) => `${key} (${parseKey(house.keyOf(key))!.id})`;

describe('a retry', () => {
  test('widens nobody: each record is judged as of the key that sent it', async () => {
    const before = await reasons();
    // as the same bytes of one who may, and of one who may not
    const there = { ...event('laundry', 'final', 'twice'), wardId: 'new' };
    await post('sender:laundry', there);
    await post(FOREIGN, event('laundry', 'final', 'taken-over'));
    await post(FOREIGN, event('dashboard', 'final', 'forged'));
    expect((await retried()).accepted).toBe(0);
    expect(await reasons()).toEqual({
      ...before,
      'unknown-ward': (before['unknown-ward'] ?? 0) + 1,
      'forbidden-source': before['forbidden-source']! + 2,
    });
  });

  test('takes what a key may write since; where the key is gone, what it could write then', async () => {
    await post(FOREIGN, event('ovens', 'final', 'given-since'));
    await post('sender:adt', event('lab', 'final', 'never-given'));
    await house.grant(FOREIGN, 'sender:kitchen,ovens');
    await house.withdraw('sender:adt');
    expect((await retried()).accepted).toBe(1);
    expect(await sentBy('ovens', 'given-since')).toMatchObject([{ sender: nameOf(FOREIGN) }]);
    expect(await sentBy('lab', 'never-given')).toEqual([]);
  });
});

describe('who sent an event', () => {
  test('is known of each version, of several keys at once, and over a restart', async () => {
    const first = event('lab', 'final', 'v');
    const second = { ...first, status: 'amended', recordedAt: '2026-01-05T09:00:00Z' };
    await Promise.all([
      post('sender:adt,lab', [event('adt', 'final', 'w'), first]),
      post('sender:adt sender:lab', [event('adt', 'final', 'x')]),
      post('sender:*', [event('dashboards', 'final', 'y')]),
    ]);
    await post('sender:adt sender:lab', second);
    await house.close();
    await house.open();
    await post('sender:adt,lab', { ...second, recordedAt: '2026-01-05T10:00:00Z' });
    const [a, b] = [nameOf('sender:adt,lab'), nameOf('sender:adt sender:lab')];
    expect(await sentBy('lab', 'v')).toMatchObject([
      { status: 'final', recordedAt: '2026-01-05T08:00:00Z', isStanding: false, sender: a },
      { status: 'amended', recordedAt: '2026-01-05T09:00:00Z', isStanding: false, sender: b },
      { status: 'amended', recordedAt: '2026-01-05T10:00:00Z', isStanding: true, sender: a },
    ]);
    expect(await sentBy('adt', 'w')).toMatchObject([{ sender: a }]);
    expect(await sentBy('adt', 'x')).toMatchObject([{ sender: b }]);
    expect(await sentBy('dashboards', 'y')).toMatchObject([{ sender: nameOf('sender:*') }]);
    expect(await sentBy('dashboards', 'nothing')).toEqual([]);
  });

  test('is, of a judgement, who judged', async () => {
    const id = '5c6f8d0e-3a1b-4f27-8d4e-7b9a2c3d4e5f';
    await house.say('ward_lead:A', { id, value: 2 });
    expect(await sentBy('dashboard', id)).toMatchObject([{ sender: nameOf('ward_lead:A') }]);
  });
});
