import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { REJECTION_REASONS } from '../../pipelines/events/decode.ts';
import { JudgingHouse } from '../services/security/judging-house.ts';
import { anything, event, instant, number, record, text } from './inputs.ts';
import { Share } from './runs.ts';

const house = new JudgingHouse();
const CALLER = 'sender:* ward_viewer:* ward_lead:* planner:* engineer:* auditor:*';
beforeAll(async () => {
  await house.allow(CALLER);
  await house.open();
});
afterAll(async () => {
  await house.close();
  house.end();
});

const body = fc.oneof(
  record,
  fc
    .array(record, { maxLength: 8 })
    .map((all) => Buffer.from(all.map((each) => each.toString('latin1')).join('\n'), 'latin1')),
  fc
    .array(record, { maxLength: 8 })
    .map((all) => Buffer.from(`[${all.map((each) => each.toString('latin1')).join()}]`, 'latin1')),
  fc.array(event, { maxLength: 8 }).map((all) => Buffer.from(JSON.stringify(all))),
  fc
    .record({ id: fc.oneof(fc.uuid(), text), value: number, note: text }, { requiredKeys: [] })
    .map((each) => Buffer.from(JSON.stringify(each))),
  anything.map((each) => Buffer.from(JSON.stringify(each) ?? '')),
);
const header = fc.oneof(
  fc.string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((unit) => String.fromCharCode(unit)),
    maxLength: 40,
  }),
  fc.constantFrom(
    '*',
    '"a"',
    'W/"x", "y"',
    'bytes=0-1',
    'gzip',
    'identity',
    '121212-1212',
    'utf-8',
    '0',
    '-1',
  ),
);
const type = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('application/json', 'application/x-ndjson') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'application/json; charset=latin1',
      'APPLICATION/JSON',
      'text/csv',
      'application/json;',
      'x',
    ),
  },
  { weight: 1, arbitrary: header },
);
const part = fc
  .oneof(text, fc.constantFrom('A', 'B', 'E1', 'encounter-hours', 'ward-hours', 'vi-1'))
  .map((each) => encodeURIComponent(each.toWellFormed()).slice(0, 300));
const query = fc
  .dictionary(
    fc.oneof(
      fc.constantFrom(
        'from',
        'to',
        'asKnownAt',
        'hour',
        'grain',
        'format',
        'dialect',
        'limit',
        'cursor',
        'wards',
        'after',
        'lang',
      ),
      text,
    ),
    fc.oneof(
      instant,
      text,
      fc.constantFrom('csv', 'arrow', 'parquet', 'json', 'shift', 'month', '10'),
    ),
    { maxKeys: 4 },
  )
  .map((each) =>
    new URLSearchParams(
      Object.entries(each).map(
        ([a, b]) => [a.toWellFormed(), b.toWellFormed()] as [string, string],
      ),
    )
      .toString()
      .slice(0, 3000),
  );
const address = fc.oneof(
  { weight: 4, arbitrary: fc.constant('/v1/events') },
  { weight: 1, arbitrary: part.map((id) => `/v1/wards/${id}/judgements`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          ...[
            '/v1/wards',
            '/v1/wards/{}/intensity',
            '/v1/wards/{}/encounters',
            '/v1/wards/{}/encounters/ahead',
            '/v1/wards/{}/changes',
            '/v1/heatmap',
          ],
          ...[
            '/v1/compare',
            '/v1/judgements',
            '/v1/encounters/{}/intensity',
            '/v1/encounters/{}/explanation',
          ],
          ...[
            '/v1/export/{}',
            '/v1/models/{}',
            '/v1/site',
            '/v1/audit',
            '/v1/dead-letters',
            '/v1/snapshots/{}',
            '/{}',
          ],
        ),
        part,
        query,
      )
      .map(([path, id, more]) => `${path.replace('{}', id)}?${more}`),
  },
);
const request = fc.record({
  method: fc.oneof(
    { weight: 4, arbitrary: fc.constant('POST') },
    { weight: 3, arbitrary: fc.constant('GET') },
    fc.constantFrom('PUT', 'DELETE', 'HEAD', 'PATCH'),
  ),
  url: address,
  payload: body,
  type,
  headers: fc.dictionary(
    fc.constantFrom(
      'accept',
      'purpose',
      'if-none-match',
      'range',
      'content-encoding',
      'accept-language',
      'last-event-id',
    ),
    header,
    { maxKeys: 2 },
  ),
});

const share = new Share(0.04, { fewest: 150 });
test(
  'every request is answered: taken, or refused with a reason',
  async () => {
    await share.assert(
      'requests',
      fc.asyncProperty(request, async ({ method, url, payload, type: contentType, headers }) => {
        const hasBody = !['GET', 'HEAD'].includes(method);
        const answer = await house.ask(CALLER, {
          method: method as 'GET',
          url,
          headers: { ...headers, ...(hasBody ? { 'content-type': contentType } : {}) },
          ...(hasBody ? { payload } : {}),
        });
        const seen = [
          method,
          url,
          answer.statusCode,
          answer.statusCode < 500 ? '' : house.logged.slice(-2000),
        ];
        expect(seen).toEqual([method, url, expect.toSatisfy((status: number) => status < 500), '']);
        if (method === 'HEAD') return;
        if (answer.statusCode >= 400) {
          expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
          expect(answer.json().type).toMatch(/^urn:vardintensitet:problem:[a-z0-9-]+$/);
          expect(answer.json().title.length).toBeGreaterThan(5);
          return;
        }
        if (url !== '/v1/events' || method !== 'POST') return;
        const { accepted, duplicates, rejected, results } = answer.json();
        expect(accepted + duplicates + rejected).toBe(results.length);
        for (const { status, reason, detail } of results) {
          if (status !== 'rejected') continue;
          expect([...REJECTION_REASONS, 'forbidden-source']).toContain(reason);
          expect(detail.length).toBeGreaterThan(8);
        }
      }),
    );
    expect((await house.ask(CALLER, { url: '/health/live' })).statusCode).toBe(200);
  },
  share.timeout,
);
