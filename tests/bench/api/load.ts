import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
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
export async function load(
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
