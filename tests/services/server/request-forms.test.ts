import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JudgingHouse } from '../security/judging-house.ts';

const house = new JudgingHouse();
const SENDER = 'sender:*';
const NURSE = 'ward_lead:A';
beforeAll(async () => {
  await house.allow(SENDER, NURSE);
  await house.open();
});
afterAll(async () => {
  await house.close();
  house.end();
});

let number = 0;
const bed = (name: string) => ({
  ...{
    id: `a${++number}`,
    source: 'adt',
    type: 'admission',
    encounterId: `E${number}`,
    wardId: 'A',
  },
  ...{ occurredAt: '2026-01-05T08:00:00Z', recordedAt: '2026-01-05T08:00:00Z', bed: name },
});
/** The ways in for text, with a body of each and what is answered where it is taken. */
const EVENTS = { method: 'POST', url: '/v1/events' } as const;
const WAYS = {
  event: () => ({
    ...EVENTS,
    caller: SENDER,
    type: 'application/json',
    text: JSON.stringify(bed('Sal Å1')),
  }),
  array: () => ({
    ...EVENTS,
    caller: SENDER,
    type: 'application/json',
    text: JSON.stringify([bed('Sal Å1')]),
  }),
  lines: () => ({
    ...EVENTS,
    caller: SENDER,
    type: 'application/x-ndjson',
    text: JSON.stringify(bed('Sal Å1')),
  }),
  judgement: () => ({
    ...{
      method: 'POST' as const,
      url: '/v1/wards/A/judgements',
      caller: NURSE,
      type: 'application/json',
    },
    text: JSON.stringify({ id: randomUUID(), value: 1, note: 'Å' }),
  }),
};
type Way = keyof typeof WAYS;
const ways = Object.keys(WAYS) as Way[];

function send(
  way: Way,
  more: { type?: string; bytes?: (text: string) => Buffer; headers?: object } = {},
) {
  const { caller, text, type, method, url } = WAYS[way]();
  const payload = more.bytes?.(text) ?? Buffer.from(text);
  const headers = { 'content-type': more.type ?? type, ...more.headers };
  return house.ask(caller, { method, url, payload, headers });
}
describe.each(ways)('%s', (way) => {
  const taken = way === 'judgement' ? 201 : 200;

  test('is taken as UTF-8, with its charset or without, in any case, and with a byte order mark', async () => {
    const { type } = WAYS[way]();
    for (const each of [
      type,
      `${type}; charset=utf-8`,
      `${type};charset="UTF-8"`,
      `${type}; charset=utf8`,
    ]) {
      const answer = await send(way, { type: each });
      expect([each, answer.statusCode, answer.json().rejected ?? 0]).toEqual([each, taken, 0]);
    }
    const answer = await send(way, { bytes: (text) => Buffer.from(`\ufeff${text}`) });
    expect([answer.statusCode, answer.json().rejected ?? 0]).toEqual([taken, 0]);
    const loud = await send(way, { type: type.toUpperCase() });
    expect([loud.statusCode, loud.json().rejected ?? 0]).toEqual([taken, 0]);
  });

  test.each(['latin1', 'iso-8859-1', 'utf-16', 'windows-1252', '"latin1"', ''])(
    'is not taken in the charset %s',
    async (charset) => {
      const answer = await send(way, { type: `${WAYS[way]().type}; charset=${charset}` });
      expect([answer.statusCode, answer.json().type]).toEqual([
        415,
        'urn:vardintensitet:problem:unsupported-media-type',
      ]);
      expect(answer.json().detail).toContain('UTF-8');
    },
  );

  test.each(['latin1', 'utf16le'] as const)(
    'of bytes in %s is refused as no UTF-8',
    async (encoding) => {
      const answer = await send(way, { bytes: (text) => Buffer.from(text, encoding) });
      if (way === 'judgement') {
        expect([answer.statusCode, answer.json().type]).toEqual([
          400,
          'urn:vardintensitet:problem:invalid-utf8',
        ]);
      } else {
        expect(answer.statusCode).toBe(200);
        expect(answer.json()).toMatchObject({
          accepted: 0,
          results: [{ reason: 'invalid-utf8', pointer: '' }],
        });
      }
    },
  );

  test.each(['gzip', 'deflate', 'br', 'GZIP', 'gzip, identity'])(
    'is not taken packed as %s',
    async (encoding) => {
      const answer = await send(way, {
        bytes: gzipSync,
        headers: { 'content-encoding': encoding },
      });
      expect([answer.statusCode, answer.json().detail]).toEqual([
        415,
        'Expected no content-encoding; send the text as it is',
      ]);
    },
  );
});

test('what was not UTF-8 is kept as dead letters, and nothing else of what was refused', async () => {
  expect(Object.keys(await house.serve.ingest.deadLetters.counts())).toEqual(['invalid-utf8']);
});

describe('an array', () => {
  const post = (payload: string) =>
    house.ask(SENDER, { ...EVENTS, payload, headers: { 'content-type': 'application/json' } });

  test('with one event that is not JSON is rejected, and the error says which', async () => {
    const good = JSON.stringify(bed('1'));
    const answer = await post(`[${good},{"id":1,},${good}]`);
    expect([answer.statusCode, answer.json().type]).toEqual([
      400,
      'urn:vardintensitet:problem:malformed-json',
    ]);
    expect(answer.json().detail).toContain('Event 1 is not JSON');
    expect((await post(`[${good}`)).json().detail).toContain('cut off in event 0');
    expect((await post(`[${good}]`)).json()).toMatchObject({ accepted: 1 });
  });

  test('of 5 000 events is taken, and of more is not', async () => {
    const gossip = (_: unknown, place: number) => ({
      id: `t${place}`,
      source: 'adt',
      type: 'gossip',
    });
    const gossips = (count: number) => JSON.stringify(Array.from({ length: count }, gossip));
    const answer = await post(gossips(5_000));
    expect(answer.json()).toMatchObject({ accepted: 0, duplicates: 0, rejected: 5_000 });
    expect(answer.json().results.map(({ index }: { index: number }) => index)).toEqual(
      Array.from({ length: 5_000 }, (_, index) => index),
    );
    const more = await post(gossips(5_001));
    expect([more.statusCode, more.json().type]).toEqual([
      413,
      'urn:vardintensitet:problem:too-large',
    ]);
    expect(more.json().detail).toContain('application/x-ndjson');
  });

  test('of nothing has no results', async () => {
    expect((await post('[]')).json()).toEqual({
      accepted: 0,
      duplicates: 0,
      rejected: 0,
      results: [],
    });
  });

  test('has events that are too large or too deep among those that are not', async () => {
    const [before, after] = [bed('1'), bed('2')].map((each) => JSON.stringify(each));
    const large = `{"id":"${'x'.repeat(70_000)}"}`;
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    expect((await post(`[${before},${large},${deep},${after}]`)).json().results).toMatchObject([
      { index: 0, status: 'accepted' },
      { index: 1, status: 'rejected', reason: 'too-large' },
      { index: 2, status: 'rejected', reason: 'invalid-event' },
      { index: 3, status: 'accepted' },
    ]);
  });
});

test('a request names one host', async () => {
  const origin = new URL(await house.app.listen({ port: 0, host: '127.0.0.1' }));
  const ask = async (hosts: string[]) => {
    const socket = connect(Number(origin.port), origin.hostname);
    const heads = hosts.map((host) => `Host: ${host}\r\n`).join('');
    socket.end(`GET /health/live HTTP/1.1\r\n${heads}Connection: close\r\n\r\n`);
    let text = '';
    socket.on('data', (chunk) => (text += chunk));
    await once(socket, 'close');
    return text;
  };
  expect(await ask(['a'])).toMatch(/^HTTP\/1.1 200/);
  for (const hosts of [
    ['a', 'b'],
    ['a', 'a'],
  ]) {
    const answer = await ask(hosts);
    expect(answer).toMatch(/^HTTP\/1.1 400/);
    expect(answer).toContain('urn:vardintensitet:problem:malformed-request');
  }
});

describe('a request that names JSON and has no body', () => {
  const headers = { 'content-type': 'application/json' };

  test('is taken where no body is read', async () => {
    const id = randomUUID();
    const url = '/v1/wards/A/judgements';
    await house.ask(NURSE, { method: 'POST', url, payload: { id, value: 1 } });
    const answer = await house.ask(NURSE, { method: 'DELETE', url: `${url}/${id}`, headers });
    expect([answer.statusCode, answer.json().value]).toEqual([200, 1]);
  });

  test('is refused where one is', async () => {
    for (const [caller, url] of [
      [NURSE, '/v1/wards/A/judgements'],
      [SENDER, '/v1/events'],
    ] as const) {
      const { statusCode } = await house.ask(caller, { method: 'POST', url, headers });
      expect([url, statusCode]).toEqual([url, 400]);
    }
  });
});
