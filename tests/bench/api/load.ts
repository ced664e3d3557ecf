import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { createInterface } from 'node:readline';
import autocannon from 'autocannon';

/** How fast an address answers. */
export interface Load {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly megabytes: number;
}

export interface LoadPlan {
  readonly connections: number;
  readonly seconds: number;
}

/** Asks an address again and again. @throws where an answer is not 200 */
export function load(url: string, headers: Record<string, string>, plan: LoadPlan): Promise<Load> {
  // autocannon makes a string of each answer, which the largest do not fit
  return plan.connections === 1 ? inTurn(url, headers, plan) : atOnce(url, headers, plan);
}

/** One request after another, each read to its end. */
async function inTurn(
  url: string,
  headers: Record<string, string>,
  { seconds }: LoadPlan,
): Promise<Load> {
  const times: number[] = [];
  let bytes = 0;
  const began = performance.now();
  do {
    const before = performance.now();
    bytes += await drained(url, headers);
    times.push(performance.now() - before);
  } while (performance.now() - began < seconds * 1000);
  const perSecond = (times.length * 1000) / (performance.now() - began);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)]!;
  return { perSecond, p50: at(0.5), p99: at(0.99), megabytes: bytes / times.length / 1e6 };
}

function drained(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${response.statusCode} from ${url}`));
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve(bytes)).on('error', reject);
    }).on('error', reject);
  });
}

async function atOnce(
  url: string,
  headers: Record<string, string>,
  { connections, seconds }: LoadPlan,
): Promise<Load> {
  const result = await autocannon({ url, headers, connections, duration: seconds, timeout: 120 });
  if (result.non2xx + result.errors + result.timeouts > 0) {
    throw new Error(`${result.non2xx} other answers and ${result.errors} errors from ${url}`);
  }
  const { requests, latency, throughput } = result;
  return {
    perSecond: requests.total / result.duration,
    p50: latency.p50,
    p99: latency.p99,
    megabytes: throughput.total / Math.max(1, requests.total) / 1e6,
  };
}

/** Runs what is measured beside a bare route of the same bytes. */
export async function beside(
  url: string,
  headers: Record<string, string>,
  plan: LoadPlan,
  folder: string,
): Promise<{ ours: Load; bare: Load }> {
  const answer = await fetch(url, { headers });
  const file = `${folder}/bytes`;
  await writeFile(file, Buffer.from(await answer.arrayBuffer()));
  const ours = await load(url, headers, plan);
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      'tests/bench/api/bare.ts',
      file,
      answer.headers.get('content-type') ?? 'application/octet-stream',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    return { ours, bare: await load(await originOf(child), {}, plan) };
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
}

async function originOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) return line;
  throw new Error('The bare server did not start');
}
