import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Authorization } from '../serve/server.ts';

/** Milliseconds between requests. */
const INTERVAL = 50;

/** Milliseconds that something took, each time. */
export interface LatencyTracker {
  readonly p50: number;
  readonly p95: number;
}

/** A place to send bytes to, which answers once they are on the disk. */
export interface Sink {
  send(body: string): Promise<void>;
  close(): Promise<void>;
}

/** Sends events at a rate for some seconds, each request when its time comes; a slow answer holds up none. */
export async function acknowledged(
  sink: Sink,
  rate: number,
  seconds: number,
): Promise<LatencyTracker> {
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
      const { status, text } = await post(`${url}/v1/events`, body, { authorization });
      if (status !== 200 || (JSON.parse(text) as { rejected: number }).rejected > 0)
        throw new Error(`POST was answered ${status}`);
    },
    close: async () => {},
  };
}

/** An append to a file with fsync, one after the other, and nothing else. */
export async function bareAppend(folder: string): Promise<Sink> {
  const file = await open(join(folder, `bare-${randomUUID()}`), 'a');
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
      await post(url, body);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await append.close();
    },
  };
}

const agent = new Agent({ keepAlive: true });

/** Posts over a connection that is kept; `fetch` takes a millisecond of the client's own more. */
async function post(url: string, body: string, headers: Partial<Authorization> = {}) {
  const sent = request(url, {
    ...{ method: 'POST', agent },
    headers: {
      ...{ 'content-type': 'application/x-ndjson', 'content-length': Buffer.byteLength(body) },
      ...headers,
    },
  });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: answer.statusCode, text };
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
