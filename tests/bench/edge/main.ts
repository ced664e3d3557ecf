import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { markdownTable } from '../../../schemas/markdown.ts';
import { machineText, publish } from '../results.ts';
import { metric, type Server, startServer } from '../serve/server.ts';
import { SIZE } from '../serve/starts.ts';
import { bodies } from './bodies.ts';

/** Milliseconds that no request may hold up the others for. */
const LIMIT_MS = 100;
const STALL = 'nodejs_eventloop_lag_max_seconds';

/** Longest pause of the event loop since the last reading, which resets it. */
const stallMs = async (server: Server) =>
  // a connection that was kept may have been let go meanwhile
  1000 * (await metric(server, STALL).catch(() => metric(server, STALL)));

/** The longest pause during a request, and its status. */
async function during(server: Server, path: string, init: RequestInit) {
  await stallMs(server);
  const { authorization } = server.authorization;
  const answer = await fetch(`${server.url}${path}`, {
    ...init,
    headers: { authorization, ...(init.headers as Record<string, string>) },
  });
  await answer.arrayBuffer();
  return { status: answer.status, ms: await stallMs(server) };
}

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } });
const rounds = values.smoke ? 1 : 3;
const folder = await mkdtemp(join(tmpdir(), 'vardintensitet-edge-'));
const args = ['--simulate', ...SIZE, '--days', '1', '--data', folder, '--log-level', 'error'];
const server = await startServer(args);
try {
  const headers = server.authorization;
  const { wards } = (await (await fetch(`${server.url}/v1/wards`, { headers })).json()) as {
    wards: { wardId: string }[];
  };
  const stalls = new Map<string, { ms: number[]; status: number }>();
  const note = (name: string, { status, ms }: { status: number; ms: number }) => {
    const seen = stalls.get(name) ?? { ms: [], status };
    seen.ms.push(ms);
    stalls.set(name, { ...seen, status });
  };
  for (let round = 0; round < rounds; round++) {
    await stallMs(server);
    await sleep(2_000);
    note('(nothing)', { status: 0, ms: await stallMs(server) });
    for (const { name, type, bytes } of bodies(wards[0]!.wardId, round)) {
      const init = { method: 'POST', headers: { 'content-type': type }, body: bytes };
      note(name, await during(server, '/v1/events', init));
      if (stalls.get(name)!.status >= 500) throw new Error(`${name}: ${stalls.get(name)!.status}`);
    }
    note('1 000 dead letters', await during(server, '/v1/dead-letters?limit=1000', {}));
  }
  // of several rounds the quickest: what else a machine does is not the request's
  const rows = [...stalls].map(([name, { ms, status }]) => ({ name, status, ms: Math.min(...ms) }));
  const table = markdownTable(
    ['request', 'answer', 'longest pause, ms', 'limit'],
    rows.map(({ name, status, ms }) => [
      name,
      status === 0 ? '' : String(status),
      ms.toFixed(0),
      String(LIMIT_MS),
    ]),
  );
  const text = `${machineText()}.\n\n${table}`;
  await publish('edge', { figures: rows, text, isWhole: !values.smoke });
  // one round is too noisy to judge by: it shows that everything is answered
  if (!values.smoke && rows.some(({ ms }) => ms > LIMIT_MS)) process.exitCode = 1;
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
