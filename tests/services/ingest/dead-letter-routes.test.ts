import { cpSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeadLetters } from '../../../services/ingest/dead-letters.ts';
import { parseKey } from '../../../services/security/auth/key.ts';
import { rebuildScorer } from '../../../services/state/rebuild.ts';
import { JudgingHouse } from '../security/judging-house.ts';

const FEED = 'sender:adt,lab';
const house = new JudgingHouse();

beforeAll(async () => {
  await house.allow(FEED, 'engineer', 'ward_lead:A', 'auditor');
  await house.open();
  await send([
    { ...record('adt', 'a1'), wardId: 'new' },
    { ...record('adt', 'a2'), wardId: 'new' },
    { ...record('lab', 'l1'), type: 'unheard-of' },
  ]);
});
afterAll(async () => {
  await house.close();
  house.end();
});

const record = (source: string, id: string) => ({
  ...{ id, source, type: 'staffing', wardId: 'A', role: 'rn', basis: 'planned', headcount: 2 },
  ...{ from: '2026-01-05T08:00:00Z', to: '2026-01-05T09:00:00Z' },
  ...{ occurredAt: '2026-01-05T08:00:00Z', recordedAt: '2026-01-05T08:00:00Z' },
});
const send = (payload: object) => house.ask(FEED, { method: 'POST', url: '/v1/events', payload });
const list = async (query = '') =>
  (await house.ask('engineer', { url: `/v1/dead-letters?${query}` })).json();
const numbersOf = async (query: string) =>
  (await list(query)).letters.map(({ number }: { number: number }) => number);
const change = async (how: 'dismiss' | 'reopen' | 'retry', payload: object, as = 'engineer') => {
  const url = `/v1/dead-letters/${how}`;
  const answer = await house.ask(as, { method: 'POST', url, payload });
  return { status: answer.statusCode, ...answer.json() };
};
const subject = () => `engineer (${parseKey(house.keyOf('engineer'))!.id})`;
const health = async () =>
  (await house.ask('engineer', { url: '/v1/pipeline/health' })).json().deadLetters;

/** The three letters: by number, where from, and why. */
test('lists the newest first, with where each is from, and by source, reason and page', async () => {
  const page = await list();
  expect(page).toMatchObject({
    ...{ byReason: { 'unknown-ward': 2, 'unknown-type': 1 }, dismissed: 0, matching: 3 },
    sources: ['adt', 'lab'],
  });
  const sender = `${FEED} (${parseKey(house.keyOf(FEED))!.id})`;
  expect(page.letters[0]).toMatchObject({
    ...{ number: 3, source: 'lab', id: 'l1', sender, position: null, reason: 'unknown-type' },
    ...{ receivedAt: '2026-01-05T12:30:00Z', dismissal: null },
  });
  expect(await numbersOf('')).toEqual([3, 2, 1]);
  expect(await numbersOf('limit=2')).toEqual([3, 2]);
  expect(await numbersOf('limit=2&before=2')).toEqual([1]);
  // as pages went before
  expect(await numbersOf('limit=2&after=0')).toEqual([1, 2]);
  expect(await numbersOf('source=adt')).toEqual([2, 1]);
  expect(await numbersOf('source=')).toEqual([]);
  expect(await numbersOf('source=adt&reason=unknown-type')).toEqual([]);
  expect(await numbersOf('reason=unknown-type')).toEqual([3]);
  expect(await list('source=adt&before=2&limit=0')).toMatchObject({ matching: 2, letters: [] });
});

test.each([
  ['no letters', { because: 'test-data' }, ''],
  ['letters twice', { numbers: [1], matching: { upTo: 1 }, because: 'test-data' }, ''],
  ['no reason', { numbers: [1] }, '/because'],
  ['a reason that is none', { numbers: [1], because: 'tired' }, '/because'],
  ['another reason without words', { numbers: [1], because: 'other' }, '/note'],
  ['words that are none', { numbers: [1], because: 'other', note: '  ' }, '/note'],
  ['a long note', { numbers: [1], because: 'other', note: 'x'.repeat(281) }, '/note'],
  ['lines', { numbers: [1], because: 'other', note: 'a\nb' }, '/note'],
  ['a person', { numbers: [1], because: 'other', note: 'pat. 19121212-1212' }, '/note'],
  ['too many letters', { numbers: Array(1001).fill(1), because: 'test-data' }, '/numbers'],
  ['an open end', { matching: {}, because: 'test-data' }, '/matching/upTo'],
])('%s: nothing is dismissed', async (_, payload, pointer) => {
  const { status, errors } = await change('dismiss', payload);
  expect([status, errors?.[0].pointer ?? '']).toEqual([400, pointer]);
  expect(JSON.stringify(errors ?? '')).not.toContain('1912');
  expect((await list()).dismissed).toBe(0);
});

test('a selection is dismissed with a reason: over a kill, a restart and a rebuild', async () => {
  const own = { because: 'other', note: 'Provkörning av ny koppling' };
  const seen = { source: 'adt', upTo: 2 };
  // came after the person looked
  await send([{ ...record('adt', 'a4'), wardId: 'new' }]);
  house.now += 60_000;
  expect(await change('dismiss', { matching: seen, ...own })).toEqual({
    status: 200,
    dismissed: 2,
  });
  expect(await change('dismiss', { matching: seen, ...own })).toEqual({
    status: 200,
    dismissed: 0,
  });
  expect(await health()).toEqual({ 'unknown-ward': 1, 'unknown-type': 1 });
  expect(await numbersOf('')).toEqual([4, 3]);
  expect(await change('retry', {})).toMatchObject({ retried: 2, rejected: 2 });
  const dismissed = await list('state=dismissed');
  const dismissal = { at: '2026-01-05T12:31:00Z', by: subject(), ...own };
  expect(dismissed).toMatchObject({
    ...{ dismissed: 2, matching: 2, sources: ['adt'] },
    letters: [
      { number: 2, dismissal },
      { number: 1, dismissal },
    ],
  });

  // what a kill leaves
  for (const name of ['ingest.duckdb', 'ingest.duckdb.wal']) {
    cpSync(house.at(`data/${name}`), house.at(`killed-${name}`));
  }
  const killed = await DeadLetters.open(house.at('killed-ingest.duckdb'));
  expect((await killed.list({ state: 'dismissed' }, 10)).map(({ number }) => number)).toEqual([
    2, 1,
  ]);
  await killed.close();

  await house.close();
  await rebuildScorer({ data: house.at('data'), site: house.site });
  await house.open();
  expect(await list('state=dismissed')).toEqual(dismissed);
  expect(await numbersOf('')).toEqual([4, 3]);
});

test('is opened again, and then retried', async () => {
  expect(await change('reopen', { numbers: [1, 4] })).toEqual({ status: 200, reopened: 1 });
  expect(await numbersOf('')).toEqual([4, 3, 1]);
  expect(await numbersOf('state=all')).toEqual([4, 3, 2, 1]);
  expect(await change('retry', {})).toMatchObject({ retried: 3 });
  expect(await change('reopen', { matching: { upTo: 99 } })).toEqual({ status: 200, reopened: 1 });
});

test('each change has a line in the audit before it and one after, without the note', async () => {
  const lines = house.audited
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const of = (route: string) => lines.filter((line) => line.route === route);
  expect(of('/v1/dead-letters/dismiss').slice(-2)).toMatchObject([
    { subject: subject(), status: null },
    { subject: subject(), status: 200, rows: 0 },
  ]);
  expect(of('/v1/dead-letters/reopen').at(-1)).toMatchObject({ status: 200, rows: 1 });
  expect(house.audited).not.toContain('Provkörning');
  expect(house.logged).not.toContain('Provkörning');
});
