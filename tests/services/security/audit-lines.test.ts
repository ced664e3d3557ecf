import { createHash, randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../process/live-server.ts';
import { JudgingHouse } from './judging-house.ts';

const NURSE = 'ward_lead:A,B';
const FEED = 'engineer sender:*';
let house: JudgingHouse;
beforeEach(async () => {
  house = new JudgingHouse();
  await house.allow(NURSE, FEED, 'planner');
  await house.open();
});
afterEach(async () => {
  await house.close();
  house.end();
});

const TIME = { occurredAt: '2026-01-05T08:00:00Z', recordedAt: '2026-01-05T08:00:00Z' };
const admission = (encounterId: string, wardId = 'A') => ({
  ...{ id: `in-${encounterId}`, source: 'adt', type: 'admission', encounterId, wardId, ...TIME },
});
const send = (payload: object | string, type = 'application/json') =>
  house.ask(FEED, {
    ...{ method: 'POST', url: '/v1/events', payload },
    headers: { 'content-type': type },
  });
const lines = (route: string): Record<string, unknown>[] =>
  house.audited
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter((line) => line.route === route);
const hash = (id: string) => createHash('sha256').update(id).digest('hex');

/** Two patients on A, one on B, at noon. */
async function admitted(): Promise<void> {
  const time = '2026-01-05T12:00:00Z';
  const tick = { id: 't', source: 'adt', type: 'tick', occurredAt: time, recordedAt: time };
  await send([admission('A1'), admission('A2'), admission('B1', 'B'), tick]);
  await until('they are there', async () => {
    const { items } = (await house.ask(NURSE, { url: '/v1/wards/A/encounters' })).json();
    return items.length === 2;
  });
}

test('events leave a line a request: whose, from which systems, how many, the first and the last', async () => {
  const more = { ...admission('A3'), source: 'lab' };
  await send([admission('A1'), more, { ...admission('A4'), wardId: 'no such ward' }]);
  await send([admission('A1')]);
  await send('[{"nothing": 1}]');
  await send([]);
  const found = lines('/v1/events');
  const ids = { first: hash('in-A1'), last: hash('in-A1') };
  expect(found).toMatchObject([
    {
      ...{ subject: expect.stringMatching(/^engineer sender:\* \([a-z2-7]+\)$/), kind: 'key' },
      ...{ address: '127.0.0.1', status: 200 },
      events: {
        ...{ sources: ['adt', 'lab'], accepted: 2, duplicates: 0, rejected: 1 },
        ...{ first: hash('in-A1'), last: hash('in-A3') },
      },
    },
    { events: { sources: ['adt'], accepted: 0, duplicates: 1, rejected: 0, ...ids } },
    { events: { sources: [], accepted: 0, duplicates: 0, rejected: 1, first: null, last: null } },
    { events: { sources: [], accepted: 0, duplicates: 0, rejected: 0, first: null, last: null } },
  ]);
  expect(house.audited).not.toContain('no such ward');
});

test('a long body leaves one line of all its chunks, also where it is cut off', async () => {
  const many = Array.from({ length: 4_500 }, (_, n) => JSON.stringify(admission(`E${n}`)));
  await send(many.join('\n'), 'application/x-ndjson');
  expect(lines('/v1/events')).toMatchObject([
    { events: { accepted: 4_500, first: hash('in-E0'), last: hash('in-E4499') } },
  ]);
  const { port } = new URL(await house.app.listen({ port: 0, host: '127.0.0.1' }));
  const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
  socket.write(
    `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${house.keyOf(FEED)}\r\n` +
      `Content-Type: application/x-ndjson\r\nContent-Length: 100000000\r\n\r\n${many.join('\n')}\n`,
  );
  await until('a chunk is taken', async () => (await duplicates()) >= 2_000);
  socket.destroy();
  await until('there is a line', async () => lines('/v1/events').length === 2);
  const { events } = lines('/v1/events')[1] as { events: { duplicates: number } };
  expect(events.duplicates).toBeGreaterThanOrEqual(2_000);
});

/** Records that were known to the letter so far. */
async function duplicates(): Promise<number> {
  const { body } = await house.ask(FEED, { url: '/metrics' });
  return Number(/^\w*duplicate\w* (\d+)$/m.exec(body)?.[1] ?? 0);
}

test('lists of patients name them, in every format, and also where the client has the list already', async () => {
  await admitted();
  const from = lines('/v1/wards/:wardId/encounters').length;
  const first = await house.ask(NURSE, { url: '/v1/wards/A/encounters' });
  await house.ask(NURSE, { url: '/v1/wards/A/encounters?limit=1' });
  await house.ask(NURSE, {
    url: '/v1/wards/A/encounters',
    headers: { 'if-none-match': String(first.headers.etag) },
  });
  const named = lines('/v1/wards/:wardId/encounters').slice(from);
  expect(named[0]).toMatchObject({ encounters: ['A1', 'A2'], rows: 2, status: 200 });
  expect(named[1]).toMatchObject({ encounters: ['A1'], rows: 1 });
  expect(named[2]).toMatchObject({ encounters: ['A1', 'A2'] });
  const range = 'from=2026-01-05T08:00:00Z&to=2026-01-05T12:00:00Z';
  for (const format of ['json', 'csv', 'arrow', 'parquet']) {
    const url = `/v1/export/encounter-hours?${range}&format=${format}`;
    expect((await house.ask(NURSE, { url })).statusCode).toBe(200);
    const line = lines('/v1/export/:dataset').findLast(({ encounters }) => encounters);
    expect(line!.asked).toMatchObject({ format });
    expect((line!.encounters as string[]).toSorted()).toEqual(['A1', 'A2', 'B1']);
  }
  await house.ask(NURSE, { url: `/v1/export/ward-hours?${range}` });
  expect(lines('/v1/export/:dataset').at(-1)).not.toHaveProperty('encounters');
});

test('what found no place names its patients too, and no browser keeps any such list', async () => {
  await admitted();
  const discharge = { ...admission('X'), type: 'discharge', wardId: undefined };
  await send([discharge]);
  const url = '/v1/pipeline/unplaced/moves-without-effect';
  await until('it is listed', async () => {
    return (await house.ask(FEED, { url })).json().items.length === 1;
  });
  expect(lines('/v1/pipeline/unplaced/:list').at(-1)).toMatchObject({ encounters: ['X'], rows: 1 });
  const range = 'from=2026-01-05T08:00:00Z&to=2026-01-05T12:00:00Z';
  const lists = [
    [FEED, url],
    [NURSE, '/v1/wards/A/encounters'],
    [NURSE, `/v1/encounters/A1/intensity?${range}`],
    [NURSE, '/v1/encounters/A1/explanation?hour=2026-01-05T11:00:00Z'],
    ...['json', 'csv', 'arrow', 'parquet'].map((format) => {
      return [NURSE, `/v1/export/encounter-hours?${range}&format=${format}`] as const;
    }),
  ] as const;
  for (const [caller, list] of lists) {
    const { statusCode, headers } = await house.ask(caller, { url: list });
    expect([list, statusCode, headers['cache-control']]).toEqual([list, 200, 'no-store']);
  }
});

test('a list of very many patients is named in lines that stay short', async () => {
  const ids = Array.from({ length: 1_203 }, (_, n) => `E${n}-${'x'.repeat(55)}`);
  await send(ids.map((id) => JSON.stringify(admission(id))).join('\n'), 'application/x-ndjson');
  const range = 'from=2026-01-05T08:00:00Z&to=2026-01-05T09:00:00Z';
  await send([{ ...admission('A1'), recordedAt: '2026-01-05T10:00:00Z' }]);
  await until('they are there', async () => {
    const answer = await house.ask(NURSE, { url: `/v1/export/encounter-hours?${range}` });
    return answer.json().length === 1_204;
  });
  const named = lines('/v1/export/:dataset').filter(({ encounters }) => encounters !== undefined);
  const last = named.at(-1)!;
  const parts = named.filter(({ traceId }) => traceId === last.traceId);
  expect(parts.map(({ part }) => part)).toEqual([undefined, 2, 3]);
  expect(new Set(parts.flatMap(({ encounters }) => encounters)).size).toBe(1_204);
  for (const line of house.audited.split('\n')) expect(line.length).toBeLessThan(64 * 1024);
});

test('what changes something has a line before it and one after', async () => {
  await house.say(NURSE, { id: randomUUID(), value: 1 });
  await house.ask(FEED, { method: 'POST', url: '/v1/dead-letters/retry' });
  const judged = lines('/v1/wards/:wardId/judgements');
  expect(judged).toMatchObject([
    { subject: expect.stringContaining(NURSE), wardId: 'A', status: null, rows: null },
    { subject: expect.stringContaining(NURSE), wardId: 'A', status: 201, rows: 1 },
  ]);
  expect(judged[0]!.traceId).toBe(judged[1]!.traceId);
  expect(lines('/v1/dead-letters/retry')).toMatchObject([{ status: null }, { status: 200 }]);
  // what is refused changes nothing
  await house.say('planner', { id: randomUUID(), value: 1 });
  expect(lines('/v1/wards/:wardId/judgements').slice(2)).toMatchObject([{ status: 403 }]);
});

test('where the audit cannot be written nothing is stored, changed or retried', async () => {
  await send([{ ...admission('A9'), wardId: 'C' }]);
  const folder = house.at('data/audit');
  renameSync(folder, `${folder}.away`);
  writeFileSync(folder, 'in the way');
  const said = await house.say(NURSE, { id: randomUUID(), value: 1 });
  expect([said.status, said.body.type]).toEqual([503, 'urn:vardintensitet:problem:not-audited']);
  expect((await send([admission('A1')])).statusCode).toBe(503);
  expect((await send(JSON.stringify(admission('A1')), 'application/x-ndjson')).statusCode).toBe(
    503,
  );
  const retried = await house.ask(FEED, { method: 'POST', url: '/v1/dead-letters/retry' });
  expect(retried.statusCode).toBe(503);
  rmSync(folder);
  renameSync(`${folder}.away`, folder);
  expect(await house.judgements(NURSE)).toEqual([]);
  // had it been stored, it would be known to the letter
  expect((await send([admission('A1')])).json()).toMatchObject({ accepted: 1, duplicates: 0 });
  expect(await house.serve.ingest.deadLetters.counts()).toEqual({ 'unknown-ward': 1 });
});
