import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Authorization } from '../serve/server.ts';

/** Milliseconds between requests. */
const INTERVAL = 50;

/** Milliseconds that something took, each time. */
export interface Delays {
  readonly p50: number;
  readonly p95: number;
}

/** A place to send bytes to, which answers once they are on the disk. */
export interface Sink {
  send(body: string): Promise<void>;
  close(): Promise<void>;
}

/** Sends events at a rate for some seconds, each request when its time comes; a slow answer holds up none. */
export async function acknowledged(sink: Sink, rate: number, seconds: number): Promise<Delays> {
  const events = Math.max(1, Math.round((rate * INTERVAL) / 1000));
  const began = performance.now();
  const taken: number[] = [];
  const sending: Promise<void>[] = [];
  for (let request = 0; request * INTERVAL < seconds * 1000; request++) {
    await sleep(Math.max(0, began + request * INTERVAL - performance.now()));
    const body = lines(events, request);
    const at = performance.now();
    sending.push(sink.send(body).then(() => void taken.push(performance.now() - at)));
  }
  await Promise.all(sending);
  taken.sort((a, b) => a - b);
  const quantile = (q: number) => taken[Math.min(taken.length - 1, Math.floor(q * taken.length))]!;
  return { p50: quantile(0.5), p95: quantile(0.95) };
}

/** The product: `POST /v1/events`. */
export function product(url: string, { authorization }: Authorization): Sink {
  return {
    async send(body) {
      const answer = await fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', authorization },
        body,
      });
      const { rejected } = (await answer.json()) as { rejected: number };
      if (answer.status !== 200 || rejected > 0)
        throw new Error(`POST was answered ${answer.status}`);
    },
    close: async () => {},
  };
}

/** An append to a file with fsync, one after the other, and nothing else. */
export async function bareAppend(folder: string): Promise<Sink> {
  const file = await open(join(folder, 'bare'), 'a');
  let last = Promise.resolve();
  return {
    send(body) {
      last = last.then(async () => {
        await file.appendFile(body);
        await file.datasync();
      });
      return last;
    },
    close: () => file.close(),
  };
}

/** The same behind a bare HTTP server: a body is appended with fsync, then answered. */
export async function bareServer(folder: string): Promise<Sink> {
  const append = await bareAppend(folder);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    await append.send(Buffer.concat(chunks).toString());
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    async send(body) {
      await (await fetch(url, { method: 'POST', body })).arrayBuffer();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await append.close();
    },
  };
}

function lines(count: number, request: number): string {
  const occurredAt = new Date().toISOString();
  return Array.from({ length: count }, (_, line) =>
    JSON.stringify({
      ...{ id: randomUUID(), source: 'bench', type: 'observation', code: 'heart-rate', value: 80 },
      encounterId: `bench-${(request * count + line) % 400}`,
      ...{ occurredAt, recordedAt: occurredAt },
    }),
  )
    .join('\n')
    .concat('\n');
}
