import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cli, cliWith } from '../support/cli.ts';
import { killServers, LiveServer, until } from './live-server.ts';

const DAY = 86_400_000;
const site = {
  siteId: 'x',
  model: 'vi-1',
  name: 'x',
  wards: [{ wardId: 'A', name: 'A', type: 'medicine', beds: 20, nightPatientsPerStaff: 10 }],
};
/** Moves the clock of a process by what a file says. */
const MOVED = `
import { readFileSync } from 'node:fs';
const now = Date.now;
Date.now = () => now() + Number(readFileSync(process.env.OFFSET_FILE, 'utf8'));
`;

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vi-serve-clock-'));
  data = join(folder, 'data');
  writeFileSync(join(folder, 'site.json'), JSON.stringify(site));
  writeFileSync(join(folder, 'moved.mjs'), MOVED);
});
afterEach(async () => {
  await killServers();
  rmSync(folder, { recursive: true, force: true });
});

const move = (milliseconds: number) => writeFileSync(join(folder, 'offset'), String(milliseconds));

async function start(): Promise<LiveServer> {
  const server = new LiveServer(
    ['serve', '--site', join(folder, 'site.json'), '--data', data, '--port', '0'],
    {
      OFFSET_FILE: join(folder, 'offset'),
      NODE_OPTIONS: `--import ${pathToFileURL(join(folder, 'moved.mjs'))}`,
    },
  );
  await server.open();
  return server;
}

let sent = 0;
function admission(encounterId: string) {
  const now = new Date().toISOString();
  const about = { id: `${++sent}`, source: 'adt', type: 'admission', wardId: 'A', encounterId };
  return { ...about, occurredAt: now, recordedAt: now };
}
const reasons = async (server: LiveServer) => {
  const answer = (await (await server.request('/health/ready')).json()) as { reasons?: string[] };
  return answer.reasons ?? [];
};
/** Milliseconds that the hospital is ahead of the time that it is. */
const ahead = async (server: LiveServer) => {
  const { streamTime } = await server.json<{ streamTime: string }>('/v1/pipeline/health');
  return Date.parse(streamTime) - Date.now();
};

test('a clock that was a day ahead leaves the hospital right after the command that the log names', async () => {
  move(DAY);
  const server = await start();
  await until('it stands', async () => (await ahead(server)) > DAY - 300_000);
  move(0);
  await until('it is in doubt', async () => (await reasons(server)).includes('clock'));
  expect(await server.metric('vardintensitet_clock_offset_seconds')).toBe(-DAY / 1000);
  expect(await server.post([admission('E1')])).toMatchObject({ accepted: 1 });
  const command = /npm run cli -- (clock confirm) --to URL/.exec(server.stderr)![1]!;
  const { authorization } = server.authorization;
  const confirmed = cliWith(
    { VARDINTENSITET_KEY: authorization.slice('Bearer '.length) },
    ...[...command.split(' '), '--to', server.origin],
  );
  expect(confirmed).toMatchObject({ status: 0, stderr: '' });
  expect(confirmed.stdout).toMatch(/86400 s behind .* its own ticks ahead of that were taken back/);
  await until('it is right', async () => Math.abs(await ahead(server)) < 300_000);
  await until('it is ready', async () => (await reasons(server)).length === 0);
  const { wards } = await server.json<{ wards: { census: number }[] }>('/v1/wards');
  expect(wards.map(({ census }) => census)).toEqual([1]);
  const { entries } = await server.json<{ entries: { route?: string }[] }>('/v1/audit');
  expect(entries.filter(({ route }) => route === '/v1/clock/confirm')).toHaveLength(2);

  // and again while it runs: nothing is moved, nobody is needed
  move(DAY);
  await until('it is in doubt', async () => (await reasons(server)).includes('clock'));
  expect(await server.post([admission('E2')])).toMatchObject({ accepted: 1 });
  expect(Math.abs(await ahead(server))).toBeLessThan(300_000);
  move(0);
  await until('it is over', async () => (await reasons(server)).length === 0);
});

test('ticks of a stopped server are taken back by "state rewind", which says what stays', async () => {
  move(DAY);
  const server = await start();
  await until('it stands', async () => (await ahead(server)) > DAY - 300_000);
  const now = new Date().toISOString();
  const rewind = () => cli('state', 'rewind', '--data', data, '--to', now);
  expect(rewind()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(`A server runs on ${data}`),
  });
  const late = { ...admission('E1'), recordedAt: new Date(Date.now() + DAY / 2).toISOString() };
  expect(await server.post([late])).toMatchObject({ accepted: 1 });
  await server.stop();
  const { status, stdout } = rewind();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Taken back: [1-9]\d* ticks? of the own clock after/);
  expect(stdout).toMatch(/1 event of "adt", the last at .* What senders recorded stays/);
  expect(cli('state', 'rewind', '--data', data, '--to', 'yesterday')).toMatchObject({ status: 2 });
  expect(cli('state', 'rewind', '--data', join(folder, 'none'), '--to', now)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('is no journal'),
  });
  move(0);
  const again = await start();
  // what a sender sent is data
  const hours = (await ahead(again)) / 3_600_000;
  expect(hours).toBeGreaterThan(11);
  expect(hours).toBeLessThan(13);
});
