import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { site as siteSchema } from '../../../schemas/site.ts';
import { type AccessConfig, openAccess } from '../../../services/commands/access-options.ts';
import { parseConfig, serverConfig } from '../../../services/commands/config.ts';
import { createLog } from '../../../services/platform/log.ts';
import { createMetrics } from '../../../services/platform/metrics.ts';
import { Readiness } from '../../../services/platform/readiness.ts';
import { addKey } from '../../../services/security/auth/manage-keys.ts';
import { buildServer } from '../../../services/server/build-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-access-'));
const at = (name: string) => join(folder, name);
const ward = { wardId: 'A', name: 'A', type: 'medicine', beds: 9, nightPatientsPerStaff: 8 };
const site = siteSchema.parse({ siteId: 'x', model: 'vi-1', name: 'x', wards: [ward] });
const [log, metrics] = [createLog('silent'), createMetrics()];
const pair = { tlsCert: at('cert.pem'), tlsKey: at('key.pem') };
let key: string;

beforeAll(async () => {
  key = await addKey(at('access.json'), { name: 'x', grants: ['planner'], expiresAt: null });
  const text = JSON.parse(readFileSync(at('access.json'), 'utf8'));
  writeFileSync(at('secure.json'), JSON.stringify({ ...text, secureCookie: true }));
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-keyout', pair.tlsKey, '-out', pair.tlsCert],
    ],
    { stdio: 'ignore' },
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = (more: Partial<AccessConfig>): AccessConfig =>
  parseConfig(serverConfig, { data: at('data'), ...more }, {});
const open = (more: Partial<AccessConfig>) => openAccess(config(more), site, log, metrics);

/** What is refused, or whether the cookie is for TLS only. */
async function outcome(more: Partial<AccessConfig>): Promise<boolean | string> {
  try {
    const { access } = await open(more);
    const { secure } = await access.cookieSettings();
    await access.close();
    return secure;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a server', () => {
  const access = at('access.json');
  const beyond = { host: '0.0.0.0', access };
  test.each([
    ['on this machine', {}, false],
    ['on this machine with an access file', { access }, false],
    ['on this machine behind a proxy with TLS', { access: at('secure.json') }, true],
    ['beyond it behind a proxy with TLS', { ...beyond, access: at('secure.json') }, true],
    ['beyond it with TLS', { ...beyond, ...pair }, true],
    ['on this machine with TLS', pair, true],
    ['beyond it, said to be insecure', { ...beyond, insecure: true }, false],
  ] as [string, Partial<AccessConfig>, boolean][])('%s opens', async (_, more, secure) => {
    expect(await outcome(more)).toBe(secure);
  });

  test.each([
    ['beyond this machine without TLS', beyond, /--tls-cert.*"secureCookie": true.*--insecure/],
    ['beyond it on every address', { ...beyond, host: '::' }, /--tls-cert/],
    ['beyond it without an access file', { host: '0.0.0.0', ...pair }, /Give --access FILE/],
    ['with half of a pair', { tlsCert: pair.tlsCert }, /give both/],
    ['with a key that is not there', { ...pair, tlsKey: at('none') }, /--tls-key .*none/],
    ['with no certificate', { ...pair, tlsCert: access }, /no certificate and its key/],
  ] as [string, Partial<AccessConfig>, RegExp][])('%s does not', async (_, more, message) => {
    expect(await outcome(more)).toMatch(message);
  });
});

test('the environment stands for the options, networks with commas between', () => {
  const environment = {
    VARDINTENSITET_TRUSTED_PROXY: '10.0.0.1, 10.1.0.0/16',
    VARDINTENSITET_INSECURE: 'true',
    VARDINTENSITET_CONNECTIONS_PER_ADDRESS: '300',
  };
  expect(parseConfig(serverConfig, {}, environment)).toMatchObject({
    ...{ trustedProxy: ['10.0.0.1', '10.1.0.0/16'], insecure: true, connectionsPerAddress: 300 },
  });
  expect(() => parseConfig(serverConfig, { trustedProxy: ['10.0.0.0/33'] }, {})).toThrow(
    '--trusted-proxy: Expected an address or a network',
  );
});

test('a server with a certificate speaks TLS and nothing else', async () => {
  const { access, server } = await open({ ...pair, access: at('access.json') });
  const app = await buildServer({
    ...{ ...server, access, log, metrics, readiness: new Readiness() },
    gauge: () => undefined,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const answer = await new Promise<{ status?: number | undefined; cookie: string }>(
    (resolve, reject) => {
      const headers = { authorization: `Bearer ${key}` };
      const options = { port, host: '127.0.0.1', method: 'POST', path: '/v1/session', headers };
      request({ ...options, ca: readFileSync(pair.tlsCert) }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, cookie: String(response.headers['set-cookie']) });
      })
        .on('error', reject)
        .end();
    },
  );
  expect(answer.status).toBe(200);
  expect(answer.cookie).toMatch(/^__Host-vi_.*; Secure/);
  await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow();
  await app.close();
  await access.close();
});
