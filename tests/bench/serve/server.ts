import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** The header that shows a server its key. */
export type Authorization = { readonly authorization: string };

/** A server process of its own, and the seconds until it was ready. */
export interface Server {
  readonly url: string;
  /** Where a browser is to begin. */
  readonly link: string;
  /** The header that shows the key of this machine. */
  readonly authorization: Authorization;
  readonly readySeconds: number;
  /** Seconds until a reader got all wards with the time they stand at. */
  readonly wallSeconds: number;
  stop(): Promise<void>;
}

const LINK = /(http:\/\/\S+)/;
const START_DEADLINE = 30 * 60_000;

/**
 * Starts `serve` with these arguments, `--data` among them; resolves when its wards are served, or as soon
 * as it listens.
 */
export async function startServer(
  args: readonly string[],
  until: 'ready' | 'listening' = 'ready',
): Promise<Server> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'services/cli.ts', 'serve', '--port', '0', ...args],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      // what is measured asks without a pause
      env: { UV_THREADPOOL_SIZE: '16', ...process.env, VARDINTENSITET_RATE_LIMIT: '0' },
    },
  );
  // a measurement that fails leaves nothing running
  process.once('exit', () => child.kill('SIGKILL'));
  const link = await linkOf(child);
  const url = new URL(link).origin;
  const key = await readFile(join(args[args.indexOf('--data') + 1]!, 'local-key'), 'utf8');
  const authorization = { authorization: `Bearer ${key.trim()}` };
  const since = () => (performance.now() - started) / 1000;
  let wallSeconds = Number.NaN;
  if (until === 'ready') {
    wallSeconds = await answered(() => showsWards(url, authorization)).then(since);
    await answered(async () => (await fetch(`${url}/health/ready`)).ok);
  }
  return {
    ...{ url, link, authorization, wallSeconds },
    readySeconds: since(),
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** Resolves once a question is answered with yes. */
async function answered(question: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + START_DEADLINE; Date.now() < end; await sleep(20)) {
    if (await question().catch(() => false)) return;
  }
  throw new Error('The server did not become ready');
}

async function showsWards(url: string, headers: Authorization): Promise<boolean> {
  const answer = await fetch(`${url}/v1/wards`, { headers });
  const { streamTime, wards } = (await answer.json()) as { streamTime: unknown; wards: unknown[] };
  return streamTime !== null && wards.length > 0;
}

function linkOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('The server did not start')), START_DEADLINE);
    const said: string[] = [];
    createInterface({ input: child.stderr! }).on('line', (line) => {
      said.push(line);
      const url = LINK.exec(line)?.[1];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    });
    child.once('exit', () => {
      clearTimeout(late);
      reject(new Error(`The server ended: ${said.join(' ')}`));
    });
  });
}

/** A number of `/metrics`. */
export async function metric(
  { url, authorization: headers }: Server,
  name: string,
): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers })).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}
