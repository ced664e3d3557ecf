import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OTHERS, ROWS } from './addresses.ts';
import { blank, whole, withoutSpare } from './alike.ts';
import { faults, operations } from './document.ts';
import { flatRow, type Row } from './flat.ts';
import { END } from './hospital.ts';
import { Served } from './served.ts';
import { arrowTable, csvRows, parquetTable } from './tables.ts';

/** Operations that have tests of their own: the stream never ends, and a file's name is in a list. */
const ELSEWHERE = ['followWards', 'getSnapshot'];
const FORMATS = {
  json: 'application/json',
  csv: 'text/csv',
  arrow: 'application/vnd.apache.arrow.stream',
  parquet: 'application/vnd.apache.parquet',
};
type Format = keyof typeof FORMATS;

let served: Served;
beforeAll(async () => {
  served = await Served.start();
});
afterAll(() => served.stop());

const read = operations.filter(({ method }) => method === 'get');
const ask = (url: string, more: string) => `${url}${url.includes('?') ? '&' : '?'}${more}`;

test('every operation that reads is tested here', () => {
  const tested = [...Object.keys(ROWS), ...Object.keys(OTHERS), ...ELSEWHERE].toSorted();
  expect(read.map(({ operation }) => operation.operationId).toSorted()).toEqual(tested);
});

describe.each(read.filter(({ operation }) => !ELSEWHERE.includes(operation.operationId)))(
  '$operation.operationId',
  ({ operation }) => {
    const addresses = (ROWS[operation.operationId] ?? OTHERS[operation.operationId])!;
    const content = operation.responses['200']!.content!;

    test.each(addresses)('%s is what the document says', async (url) => {
      for (const [type, { schema }] of Object.entries(content)) {
        const { statusCode, headers, body } = await served.inject(url, { accept: type });
        expect([statusCode, String(headers['content-type']).split(';')[0]]).toEqual([200, type]);
        if (type === FORMATS.json) expect(faults(schema, JSON.parse(body))).toEqual([]);
      }
    });

    test.each(addresses)('%s answers HEAD alike, and 304 to who has it', async (url) => {
      for (const type of Object.keys(content)) {
        const get = await served.inject(url, { accept: type });
        const head = await served.inject(url, { accept: type }, 'HEAD');
        expect([head.statusCode, head.body]).toEqual([200, '']);
        if (MOVING.has(operation.operationId)) continue;
        expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' });
        const tag = String(get.headers.etag);
        expect(tag).toMatch(/^W\/"[^"]+"$/);
        for (const known of [tag, `"other", ${tag}`]) {
          const again = await served.inject(url, { accept: type, 'if-none-match': known });
          expect([again.statusCode, again.body]).toEqual([304, '']);
          expect(again.headers.etag).toBe(tag);
        }
        const other = await served.inject(url, { accept: type, 'if-none-match': '"other"' });
        expect(other.statusCode).toBe(200);
      }
    });
  },
);

/** What asking changes: the audit, numbers of requests, the clock. */
const MOVING = new Set(['listAudit', 'getMetrics', 'getPipelineHealth']);

describe.each(Object.values(ROWS).flat())('%s', (url) => {
  test('says the same rows and values in every format', async () => {
    const all = url.includes('/export/') ? url : ask(url, 'limit=10000');
    const answer = async (format: Format, more = '') => {
      const answer = await served.inject(ask(all, `format=${format}${more}`));
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toContain(FORMATS[format]);
      return answer.rawPayload;
    };
    const json = JSON.parse((await answer('json')).toString());
    const rows: Row[] = (Array.isArray(json) ? json : json.items).map(flatRow);
    expect(rows.length > 0).toBe(!url.includes(NOTHING));
    const arrow = arrowTable(await answer('arrow'));
    expect(await parquetTable(await answer('parquet'))).toEqual(arrow);
    expect(rows.map((row) => whole(row, arrow))).toEqual(arrow.rows.map(withoutSpare));
    const sv = csvRows((await answer('csv')).toString(), 'sv', arrow);
    expect(sv).toEqual(arrow.rows.map((row) => blank(row, 'sv')));
    const intl = csvRows((await answer('csv', '&dialect=intl')).toString(), 'intl', arrow);
    expect(intl).toEqual(arrow.rows.map((row) => blank(row, 'intl')));
  });
});

test.each(
  Object.values(ROWS)
    .flat()
    .filter((url) => !url.includes('/export/')),
)('%s: its pages make the whole', async (url) => {
  type Page = { readonly items: unknown[]; readonly next: string | null };
  const whole = await served.json<Page>(ask(url, 'limit=10000'));
  expect(whole.next).toBeNull();
  const size = Math.max(1, Math.ceil(whole.items.length / 3));
  const items: unknown[] = [];
  let next: string | null = ask(url, `limit=${size}`);
  for (let pages = 0; next !== null; pages++) {
    expect(pages).toBeLessThan(4);
    const page: Page = await served.json<Page>(next);
    items.push(...page.items);
    next = page.next;
  }
  expect(items).toEqual(whole.items);
});

test.each(['json', 'csv'] as const)('%s is compressed where that is accepted', async (format) => {
  const url = ask(ROWS.getIntensity![0]!, `format=${format}`);
  const plain = await served.inject(url);
  const packed = await served.inject(url, { 'accept-encoding': 'gzip' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.headers.etag).toBe(plain.headers.etag);
  expect(packed.headers.vary).toContain('accept-encoding');
  expect(gunzipSync(packed.rawPayload)).toEqual(plain.rawPayload);
});

/** No value changed afterwards. */
const NOTHING = `&asKnownAt=${END}`;

test('a month is a file of the length and hash of its entry, and need not come twice', async () => {
  type Entry = { readonly file: string; readonly bytes: number; readonly sha256: string };
  const { snapshots } = await served.json<{ snapshots: Entry[] }>('/v1/snapshots');
  const { file, bytes, sha256 } = snapshots[0]!;
  const url = `/v1/snapshots/${file}`;
  const { headers, rawPayload } = await served.inject(url);
  expect(headers['content-type']).toBe(FORMATS.parquet);
  expect(createHash('sha256').update(rawPayload).digest('hex')).toBe(sha256);
  expect(rawPayload.length).toBe(bytes);
  const head = await served.inject(url, {}, 'HEAD');
  expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([
    200,
    '',
    `${bytes}`,
  ]);
  const again = await served.inject(url, { 'if-none-match': String(headers.etag) });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});
