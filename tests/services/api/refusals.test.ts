import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OTHERS, ROWS } from './addresses.ts';
import { faults, operations } from './document.ts';
import { PATIENT } from './hospital.ts';
import { Served } from './served.ts';

/** What is in no answer, wherever it was sent. */
const SECRET = 'hemlig-19121212';
const PROBLEM = { $ref: '#/components/schemas/Problem' };
const RANGE = 'from=2026-10-24T22:00:00Z&to=2026-10-25T04:00:00Z';
const WARD = `/v1/wards/31A/intensity?${RANGE}`;

let served: Served;
beforeAll(async () => {
  served = await Served.start();
});
afterAll(() => served.stop());

/** A refusal as the document has it: its status, type and pointers. */
async function refusal(options: InjectOptions, headers: object = served.headers) {
  const answer = await served.app.inject({
    ...options,
    headers: { ...headers, ...options.headers },
  });
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json(;|$)/);
  const problem = JSON.parse(answer.body);
  expect(faults(PROBLEM, problem)).toEqual([]);
  expect(problem.status).toBe(answer.statusCode);
  expect(answer.body).not.toContain(SECRET);
  expect(answer.body).not.toContain(PATIENT);
  expect(answer.body).not.toMatch(/select |\bjoin\b|_of\(|\.ts\b|duckdb/i);
  const pointers = problem.errors?.map(({ pointer }: { pointer: string }) => pointer) ?? [];
  return [answer.statusCode, problem.type.replace('urn:vardintensitet:problem:', ''), ...pointers];
}

const get = (url: string, headers = {}) => refusal({ url, headers });

describe('a query that does not fit', () => {
  test.each([
    ['a parameter that is not known', `${WARD}&${SECRET}=${SECRET}`, ''],
    ['no range', '/v1/wards/31A/intensity', '/from', '/to'],
    [
      'a range that ends before it begins',
      '/v1/heatmap?from=2026-10-25T00:00:00Z&to=2026-10-24T00:00:00Z',
      '/to',
    ],
    ['a range of no time', '/v1/compare?from=2026-10-25T00:00:00Z&to=2026-10-25T00:00:00Z', '/to'],
    [
      'a range that is too long',
      '/v1/judgements?from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
      '/to',
    ],
    [
      'patients of more than a month',
      '/v1/export/encounter-hours?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z',
      '/to',
    ],
    [
      'an instant without offset',
      '/v1/heatmap?from=2026-10-24T22:00:00&to=2026-10-25T04:00:00Z',
      '/from',
    ],
    [
      'a plus that was read as a space',
      '/v1/heatmap?from=2026-10-24T22:00:00+02:00&to=2026-10-25T04:00:00Z',
      '/from',
    ],
    ['an instant that is none', `/v1/heatmap?from=${SECRET}&to=2026-10-25T04:00:00Z`, '/from'],
    [
      'a day that is none',
      '/v1/heatmap?from=2026-02-30T22:00:00Z&to=2026-10-25T04:00:00Z',
      '/from',
    ],
    ['two starts', `${WARD}&from=2026-10-24T22:00:00Z`, '/from'],
    ['a grain that is none', `${WARD}&grain=${SECRET}`, '/grain'],
    ['a format that is none', `${WARD}&format=xlsx`, '/format'],
    ['a dialect that is none', `${WARD}&dialect=${SECRET}`, '/dialect'],
    ['no rows', `${WARD}&limit=0`, '/limit'],
    ['too many rows', `${WARD}&limit=10001`, '/limit'],
    ['half a row', `${WARD}&limit=1.5`, '/limit'],
    ['rows that are no number', `${WARD}&limit=${SECRET}`, '/limit'],
    ['a cursor of ours that says nothing', `${WARD}&cursor=${SECRET}`, '/cursor'],
    ['a cursor that is none', `${WARD}&cursor=%20`, '/cursor'],
    ['no wards', `/v1/heatmap?${RANGE}&wards=`, '/wards'],
    ['changes since nothing', `/v1/wards/31A/changes?${RANGE}`, '/asKnownAt'],
    ['a personal identity number', '/v1/encounters/19121212-1212/intensity', '/encounterId'],
    ['a dataset that is none', `/v1/export/${SECRET}?${RANGE}`, '/dataset'],
    ['a hour that is none', `/v1/encounters/${PATIENT}/explanation?hour=${SECRET}`, '/hour'],
    [
      'a language that is none',
      `/v1/encounters/${PATIENT}/explanation?hour=2026-10-25T00:00:00Z&lang=${SECRET}`,
      '/lang',
    ],
    ['an audit from no time', `/v1/audit?from=${SECRET}`, '/from'],
    ['an audit from no page', `/v1/audit?cursor=${SECRET}`, '/cursor'],
    ['letters after none', `/v1/dead-letters?after=${SECRET}`, '/after'],
  ])('%s', async (_, url, ...pointers) => {
    expect(await get(url)).toEqual([400, 'invalid-request', ...pointers]);
  });
});

test.each([
  [`/v1/wards/${SECRET}`, 'unknown-ward'],
  [`/v1/wards/${SECRET}/intensity?${RANGE}`, 'unknown-ward'],
  [`/v1/compare?${RANGE}&wards=31A,${SECRET}`, 'unknown-ward'],
  [`/v1/encounters/${SECRET}/explanation?hour=2026-10-25T00:00:00Z`, 'unknown-encounter'],
  [`/v1/encounters/${PATIENT}/explanation?hour=2027-10-25T00:00:00Z`, 'unknown-encounter'],
  [`/v1/models/${SECRET}`, 'unknown-model'],
  [`/v1/snapshots/${SECRET}`, 'unknown-snapshot'],
  ['/v1/snapshots/..%2Findex.json', 'unknown-snapshot'],
  ['/v1/snapshots/index.json', 'unknown-snapshot'],
  [`/v1/${SECRET}`, 'not-found'],
  [`/v1/wards/%E0%A4%A/${SECRET}`, 'not-found'],
])('nothing at %s', async (url, type) => {
  expect(await get(url)).toEqual([404, type]);
});

test('an address says which methods it takes', async () => {
  const refused = async (method: 'PUT' | 'DELETE' | 'QUERY', url: string) => {
    const { headers } = await served.app.inject({ method: method as 'PUT', url });
    return [...(await refusal({ method: method as 'PUT', url })), headers.allow];
  };
  expect(await refused('PUT', '/v1/wards/31A')).toEqual([405, 'wrong-method', 'GET, HEAD']);
  expect(await refused('QUERY', WARD)).toEqual([405, 'wrong-method', 'GET, HEAD']);
  expect(await refused('DELETE', '/v1/events')).toEqual([405, 'wrong-method', 'POST']);
  expect(await refused('DELETE', '/v1/nothing')).toEqual([404, 'not-found', undefined]);
});

const several = operations.filter(({ operation }) => operation.operationId in ROWS);

test.each(several)('$path gives no image', async ({ operation: { operationId } }) => {
  const url = ROWS[operationId]![0]!;
  expect(await get(url, { accept: 'image/png' })).toEqual([406, 'not-acceptable']);
  expect(await get(url, { accept: 'text/csv;q=0' })).toEqual([406, 'not-acceptable']);
  for (const accept of ['text/html,*/*;q=0.8', 'application/*', '']) {
    expect((await served.inject(url, { accept })).headers['content-type']).toMatch(/json/);
  }
  const better = 'application/json;q=0.5, text/csv';
  expect((await served.inject(url, { accept: better })).headers['content-type']).toMatch(/csv/);
});

test('nobody reads without a key, or with another', async () => {
  const addresses = Object.entries({ ...ROWS, ...OTHERS, followWards: ['/v1/stream'] });
  for (const [operationId, [url]] of addresses) {
    const { operation } = operations.find((each) => each.operation.operationId === operationId)!;
    if (operation.security?.length === 0) continue;
    expect(await refusal({ url: url! }, {})).toEqual([401, 'unauthenticated']);
    const headers = { authorization: `Bearer ${SECRET}` };
    expect(await refusal({ url: url! }, headers)).toEqual([401, 'unauthenticated']);
  }
});

test.each([
  ['application/json', `{"${SECRET}":`, 400, 'malformed-json'],
  ['application/json', '', 400, 'malformed-json'],
  ['text/csv', SECRET, 415, 'unsupported-media-type'],
  ['', '', 415, 'unsupported-media-type'],
  ['application/json', `"${SECRET.padEnd(9_000_000)}"`, 413, 'too-large'],
] as const)('events as %s', async (type, payload, status, problem) => {
  const headers = { 'content-type': type };
  const post = { method: 'POST', url: '/v1/events', payload, headers } as const;
  expect(await refusal(post)).toEqual([status, problem]);
});

test('events that are too many for JSON say how large a body may be, and how to send more', async () => {
  const headers = { ...served.headers, 'content-type': 'application/json' };
  const payload = `"${'x'.repeat(9 * 1024 * 1024)}"`;
  const answer = await served.app.inject({ method: 'POST', url: '/v1/events', headers, payload });
  expect(answer.json().detail).toContain('at most 8 MB; send more as application/x-ndjson');
});
