import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../process/live-server.ts';
import { cookieOf } from './app.ts';
import { JudgingHouse } from './judging-house.ts';

const house = new JudgingHouse();
const NURSE = 'ward_lead:A';
const VIEWER = 'ward_viewer:A';
const WALL = 'wall:A planner';
const NOTE = 'två nya; "orolig", dörren\nlåst 🚪';

beforeAll(async () => {
  await house.allow(
    NURSE,
    VIEWER,
    WALL,
    'wall:A',
    'ward_lead:B',
    'ward_lead:A,B',
    'planner',
    'engineer sender:*',
  );
  await house.open();
});
afterAll(async () => {
  await house.close();
  house.end();
});

/** Whole values that may hold any digits: the hash of the line before, the id of a request, the time of a log line. */
const BY_CHANCE =
  /"previous":"[0-9a-f]{64}"|"traceId":"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"|"time":\d{13}(?=,)/g;

const id = randomUUID();
const SAID = {
  wardId: 'A',
  occurredAt: '2026-01-05T12:30:00Z',
  localTime: '2026-01-05T13:30:00+01:00',
  ...{ value: 2, note: NOTE },
  recordedAt: '2026-01-05T12:30:00Z',
  id,
};

test('a judgement is shown at once, its note only to the treating unit', async () => {
  expect(await house.say(NURSE, { id, value: 2, note: NOTE })).toMatchObject({
    ...{ status: 201, body: SAID },
  });
  expect(await house.judgements(NURSE)).toEqual([SAID]);
  expect(await house.judgements('ward_lead:A,B', '&wards=A')).toEqual([SAID]);
  // the id is for those who may change it
  expect(await house.judgements(VIEWER)).toEqual([{ ...SAID, id: null }]);
  expect(await house.judgements('planner')).toEqual([{ ...SAID, note: null, id: null }]);
  // a screen on the ward is seen by all who pass
  expect(await house.judgements(WALL)).toEqual([{ ...SAID, note: null, id: null }]);
  expect(await house.judgements('ward_lead:B')).toEqual([]);
});

test.each(['json', 'csv', 'arrow', 'parquet'])('nor in a file: %s', async (format) => {
  const range = 'from=2026-01-05T00:00:00Z&to=2026-01-06T00:00:00Z';
  for (const address of ['export/judgements', 'judgements']) {
    const url = `/v1/${address}?${range}&format=${format}`;
    const file = async (caller: string) => {
      const answer = await house.ask(caller, { url });
      expect(answer.statusCode).toBe(200);
      return answer.rawPayload.toString('utf8');
    };
    expect(await file(NURSE)).toContain('orolig');
    expect(await file('planner')).not.toContain('orolig');
    expect(await file(WALL)).not.toContain('orolig');
  }
});

test('who sees patients does not judge, nor does a wall', async () => {
  for (const caller of [VIEWER, WALL, 'wall:A', 'planner']) {
    const { status, body } = await house.say(caller, { id: randomUUID(), value: 0 });
    expect([caller, status, body.type]).toEqual([
      ...[caller, 403, 'urn:vardintensitet:problem:forbidden'],
    ]);
  }
  expect(await house.judgements(NURSE)).toEqual([SAID]);
});

test('sent again it is the same, whatever the clock says, and there once', async () => {
  house.now += 60_000;
  for (const sent of [id, id.toUpperCase()]) {
    expect(await house.say(NURSE, { id: sent, value: 2, note: NOTE })).toMatchObject({
      ...{ status: 200, body: SAID },
    });
  }
  expect(await house.judgements(NURSE)).toEqual([SAID]);
});

test('two at a time are one', async () => {
  const twice = { id: randomUUID(), value: -1 };
  const answers = await Promise.all(
    [house.say('ward_lead:B', twice, 'B')].concat(house.say('ward_lead:B', twice, 'B')),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 201]);
  expect(await house.judgements('ward_lead:B')).toHaveLength(1);
});

test('one that is corrected keeps its time, and is shown as it was known before', async () => {
  await until('it is published', async () => (await known('12:31:00')).length === 1);
  house.now += 60_000;
  const { status, body } = await house.say(NURSE, { id, value: -1 });
  const corrected = { ...SAID, value: -1, note: null, recordedAt: '2026-01-05T12:32:00Z' };
  expect([status, body]).toEqual([200, corrected]);
  expect(await house.judgements(NURSE)).toEqual([corrected]);
  await until('it is published', async () => (await known('12:32:00'))[0].value === -1);
  expect(await known('12:31:00')).toEqual([SAID]);
});

const known = (time: string) => house.judgements(NURSE, `&asKnownAt=2026-01-05T${time}Z`);

describe('is refused', () => {
  test.each([
    [NURSE, 'B', 403, 'forbidden'],
    [NURSE, 'C', 403, 'forbidden'],
    ['planner', 'A', 403, 'forbidden'],
    ['engineer sender:*', 'A', 403, 'forbidden'],
    ['nobody', 'A', 401, 'unauthenticated'],
  ])('%s on %s', async (caller, wardId, status, type) => {
    const answer = await house.say(caller, { id: randomUUID(), value: 0 }, wardId);
    expect([answer.status, answer.body.type]).toEqual([
      status,
      `urn:vardintensitet:problem:${type}`,
    ]);
  });

  const fine = { id: randomUUID(), value: 1 };
  test.each([
    ['no id', { value: 1 }, '/id'],
    ['an id that is none', { ...fine, id: 'hemlig' }, '/id'],
    ['no value', { id: fine.id }, '/value'],
    ['half a step', { ...fine, value: 1.5 }, '/value'],
    ['too much', { ...fine, value: 4 }, '/value'],
    ['a value that is text', { ...fine, value: 'hemlig' }, '/value'],
    ['no words', { ...fine, note: '' }, '/note'],
    ['too many words', { ...fine, note: 'hemlig'.repeat(50) }, '/note'],
    ['what no keyboard makes', { ...fine, note: 'hemlig \0' }, '/note'],
    ['what is read backwards', { ...fine, note: 'hemlig \u202e' }, '/note'],
    ['half a letter', { ...fine, note: 'hemlig \ud800' }, '/note'],
    ['an unknown field', { ...fine, hemlig: 1 }, ''],
    ['a list', [fine], ''],
    ['nothing', null, ''],
  ])('%s', async (_, sent, pointer) => {
    const { status, text, body } = await house.say(NURSE, sent);
    expect([status, body.type, body.errors[0].pointer]).toEqual([
      ...[400, 'urn:vardintensitet:problem:invalid-request', pointer],
    ]);
    expect(text).not.toContain('hemlig');
  });

  test.each([
    '19121212-1212',
    '191212121212',
    '121212-1212',
    '1212121212',
    'pat 121212+1212!',
    'pnr121212 1212',
    '121212–1212',
  ])('a note with %s, which may be somebody', async (number) => {
    const { status, text, body } = await house.say(NURSE, { ...fine, note: `hos ${number} nu` });
    expect([status, body.errors]).toEqual([
      400,
      [{ pointer: '/note', detail: 'Looks like a personal identity number; say it without' }],
    ]);
    expect(text).not.toContain(number);
  });

  test('the id of another ward’s judgement, and it stays as it was', async () => {
    const { status, body } = await house.say('ward_lead:A,B', { id, value: 3 }, 'B');
    expect([status, body.type]).toEqual([409, 'urn:vardintensitet:problem:id-taken']);
    expect((await house.judgements(NURSE))[0]).toMatchObject({ wardId: 'A', value: -1 });
  });

  test('a body that is not JSON', async () => {
    const post = { method: 'POST', url: '/v1/wards/A/judgements' } as const;
    const status = async (type: string, payload: string) => {
      const headers = { 'content-type': type };
      return (await house.ask(NURSE, { ...post, payload, headers })).statusCode;
    };
    expect(await status('application/json', '{"hemlig')).toBe(400);
    expect(await status('text/plain', 'hemlig')).toBe(415);
    expect(await status('application/json', `{"note":"${'x'.repeat(20_000)}"}`)).toBe(413);
  });

  test('what a page of another server has a browser send', async () => {
    const post = { method: 'POST', url: '/v1/session' } as const;
    const cookie = cookieOf(await house.ask(NURSE, post));
    const from = async (site: string) => {
      const headers = { authorization: '', cookie, 'sec-fetch-site': site };
      const payload = { id: randomUUID(), value: 0 };
      const url = '/v1/wards/A/judgements';
      return (await house.ask(NURSE, { method: 'POST', url, payload, headers })).statusCode;
    };
    expect(await from('cross-site')).toBe(403);
    expect(await from('same-site')).toBe(403);
    expect(await from('same-origin')).toBe(201);
  });
});

test('what is taken back counts no more, by those who judge the ward alone', async () => {
  const mine = randomUUID();
  const before = await house.judgements(NURSE);
  await house.say(NURSE, { id: mine, value: 2, note: NOTE });
  const take = async (caller: string, wardId = 'A', judged: string = mine) => {
    const url = `/v1/wards/${wardId}/judgements/${judged}`;
    const answer = await house.ask(caller, { method: 'DELETE', url });
    return { status: answer.statusCode, body: answer.json() };
  };
  for (const caller of [VIEWER, WALL, 'planner', 'ward_lead:B'])
    expect((await take(caller)).status).toBe(403);
  expect(await take('ward_lead:A,B', 'B')).toMatchObject({
    ...{ status: 404, body: { type: 'urn:vardintensitet:problem:unknown-judgement' } },
  });
  expect((await take(NURSE, 'A', 'mine')).status).toBe(400);
  expect(await house.judgements(NURSE)).toHaveLength(before.length + 1);
  const taken = await take(NURSE, 'A', mine.toUpperCase());
  expect(taken).toMatchObject({ status: 200, body: { value: 2, note: NOTE } });
  expect(await house.judgements(NURSE)).toEqual(before);
  // again it stays so, and its id is not used again
  expect((await take(NURSE)).status).toBe(200);
  expect((await house.say(NURSE, { id: mine, value: 1 })).status).toBe(409);
  expect(await house.judgements(NURSE)).toEqual(before);
});

test('another lead of the ward changes and takes back what one left, by the id that she is shown', async () => {
  const other = 'ward_lead:A,B';
  const left = { id: randomUUID(), value: 1, note: NOTE };
  await house.say(NURSE, left);
  const shown = (await house.judgements(other, '&wards=A')).find(
    ({ id }: { id: string | null }) => id === left.id,
  );
  expect(shown).toMatchObject({ value: 1, note: NOTE });
  const changed = await house.say(other, { id: shown.id, value: -2 });
  expect([changed.status, changed.body]).toEqual([
    200,
    { ...shown, value: -2, note: null, recordedAt: changed.body.recordedAt },
  ]);
  const url = `/v1/wards/A/judgements/${shown.id}`;
  expect((await house.ask(other, { method: 'DELETE', url })).statusCode).toBe(200);
  const ids = (await house.judgements(NURSE)).map(({ id }: { id: string }) => id);
  expect(ids).not.toContain(left.id);
  const line = house.audited.split('\n').findLast((line) => line.includes('"DELETE"'));
  expect(line).toContain(`"subject":"${other} (`);
});

test('a refused judgement leaves a line without its text', () => {
  expect(house.audited).toContain('"route":"/v1/wards/:wardId/judgements"');
  for (const text of [house.audited, house.logged]) {
    expect(text).not.toMatch(/orolig|hemlig/);
    expect(text.replaceAll(BY_CHANCE, '')).not.toContain('1212');
  }
});

test('it is there when what is served is made again', async () => {
  const other = await house.say(NURSE, { id: randomUUID(), value: 3, note: NOTE });
  expect(other.body.note).toBe(NOTE);
  const before = await house.judgements(NURSE);
  await house.close();
  rmSync(house.at('data/serving.duckdb'));
  await house.open();
  expect(await house.judgements(NURSE)).toEqual(before);
  expect(await house.say(NURSE, { id, value: -1 })).toMatchObject({ status: 200 });
  expect(await house.judgements(NURSE)).toEqual(before);
});

test('a server without an intake says so', async () => {
  const takes = async () => JSON.parse((await house.ask(NURSE, { url: '/v1/site' })).body);
  expect(await takes()).toMatchObject({ judgements: true });
  await house.close();
  await house.open(false);
  expect(await takes()).toMatchObject({ judgements: false });
  const { status, body } = await house.say(NURSE, { id: randomUUID(), value: 0 });
  expect([status, body.type]).toEqual([501, 'urn:vardintensitet:problem:no-judgements']);
  expect((await house.judgements(NURSE)).length).toBeGreaterThan(0);
});
