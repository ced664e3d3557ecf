import { fileURLToPath } from 'node:url';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Served } from '../api/served.ts';

const DASHBOARDS = fileURLToPath(new URL('../../../dashboards', import.meta.url));
let served: Served;
let vite: ViteDevServer;
let origin: string;

beforeAll(async () => {
  served = await Served.start();
  process.env.VARDINTENSITET_SERVER = await served.listen();
  vite = await createServer({ root: DASHBOARDS, server: { port: 0 }, logLevel: 'error' });
  await vite.listen();
  origin = new URL(vite.resolvedUrls!.local[0]!).origin;
});
afterAll(async () => {
  delete process.env.VARDINTENSITET_SERVER;
  await vite?.close();
  await served?.stop();
});

test.each(['/', '/ward?id=10A', '/planner', '/pipeline'])(
  '%s is the page from its sources, with hot reload',
  async (path) => {
    const page = await (await fetch(origin + path, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('/@vite/client');
    expect(page).toContain('/src/main.ts');
  },
);

test.each(['sv', 'en'])('a page of the help in %s is built from its source', async (language) => {
  const answer = await fetch(`${origin}/help/${language}/ward.html`);
  expect(answer.headers.get('content-type')).toContain('text/html');
  const page = await answer.text();
  expect(page).toContain(`<html lang="${language}">`);
  expect(page).toContain('/src/help.ts');
});

test.each(['/v1/site', '/v1/wards', '/health/ready', '/metrics', '/docs/json'])(
  '%s is what the running server answers',
  async (path) => {
    const headers = { authorization: `Bearer ${served.keys.get('admin')}` };
    const answer = await fetch(origin + path, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).not.toContain('text/html');
  },
);

test('a page may sign in: to the server it comes from the same origin', async () => {
  const headers = { authorization: `Bearer ${served.keys.get('admin')}`, origin };
  const { status } = await fetch(`${origin}/v1/session`, { method: 'POST', headers });
  expect(status).toBeLessThan(300);
});

test('the stream of wards comes through as it is sent', async () => {
  const headers = {
    authorization: `Bearer ${served.keys.get('admin')}`,
    accept: 'text/event-stream',
  };
  const answer = await fetch(`${origin}/v1/stream`, { headers });
  const { value } = await answer.body!.getReader().read();
  expect(new TextDecoder().decode(value)).toContain('event:');
  await answer.body!.cancel().catch(() => undefined);
});
