import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pages } from '../../../services/server/pages.ts';

const root = mkdtempSync(join(tmpdir(), 'vi-pages-'));
const app = Fastify();

beforeAll(async () => {
  for (const below of ['assets', 'help/sv', 'help/en']) {
    mkdirSync(join(root, below), { recursive: true });
  }
  for (const language of ['sv', 'en']) {
    writeFileSync(join(root, 'help', language, 'index.html'), `<title>help ${language}`);
    writeFileSync(join(root, 'help', language, 'ward.html'), `<title>ward ${language}`);
  }
  writeFileSync(join(root, 'index.html'), '<title>all');
  writeFileSync(join(root, 'assets', 'ward-C0ffee.js'), 'go()');
  writeFileSync(join(root, 'favicon.svg'), '<svg/>');
  await pages(app, root);
});
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true });
});

test.each(['/', '/ward', '/ward?id=31A', '/planner', '/pipeline', '/index.html'])(
  '%s is the page, which is revalidated',
  async (url) => {
    const { statusCode, headers, body } = await app.inject(url);
    expect([statusCode, body]).toEqual([200, '<title>all']);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-cache');
    const head = await app.inject({ method: 'HEAD', url });
    expect([head.statusCode, head.body]).toEqual([200, '']);
    const again = await app.inject({ url, headers: { 'if-none-match': String(headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  },
);

test('there is no other page', async () => {
  expect((await app.inject('/pipelines')).statusCode).toBe(404);
});

test('what has a hash in its name is kept, and no other file', async () => {
  const caching = async (url: string) => (await app.inject(url)).headers['cache-control'];
  expect(await caching('/assets/ward-C0ffee.js')).toBe('public, max-age=31536000, immutable');
  expect(await caching('/favicon.svg')).toBe('no-cache');
});

test.each([
  ['/help/sv/', 'help sv'],
  ['/help/en/', 'help en'],
  ['/help/sv/ward.html', 'ward sv'],
  ['/help/en/ward.html', 'ward en'],
])('%s is a page of the help, which is revalidated', async (url, title) => {
  const { statusCode, headers, body } = await app.inject(url);
  expect([statusCode, body]).toEqual([200, `<title>${title}`]);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['cache-control']).toBe('no-cache');
});

test.each([
  ['/help', '/help/sv/'],
  ['/help/', '/help/sv/'],
  ['/help/sv', '/help/sv/'],
  ['/help/en', '/help/en/'],
])('%s leads to the first page of the help', async (url, to) => {
  const { statusCode, headers } = await app.inject(url);
  expect([statusCode, headers.location]).toEqual([302, to]);
});

test('there is no other page of the help', async () => {
  expect((await app.inject('/help/sv/other.html')).statusCode).toBe(404);
});
