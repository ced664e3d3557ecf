import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { metric, type Server } from '../serve/server.ts';

/** What a message of the stream takes to reach many clients. */
export interface Fanout {
  readonly clients: number;
  /** Messages that reached every client. */
  readonly messages: number;
  /** Milliseconds from the first client that had a message to each of the others. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly memoryBefore: number;
  readonly memoryWith: number;
}

/** Milliseconds between clients, so that they do not come all at once. */
const BETWEEN = 5;
/** Milliseconds between ticks. */
const EVERY = 1_000;

/** Opens many streams, and times every message that comes by itself within some seconds. */
export async function measureFanout(
  server: Server,
  clients: number,
  seconds: number,
): Promise<Fanout> {
  const memory = async () => (await metric(server, 'process_resident_memory_bytes')) / 1e6;
  const memoryBefore = await memory();
  const arrivals = new Map<string, number[]>();
  const open: IncomingMessage[] = [];
  for (let n = 0; n < clients; n++) {
    open.push(
      await connect(server, (id, at) => {
        const times = arrivals.get(id);
        if (times === undefined) arrivals.set(id, [at]);
        else times.push(at);
      }),
    );
    await sleep(BETWEEN);
  }
  // what came while not everyone was there
  arrivals.clear();
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(EVERY)) {
    await moveTime(server);
  }
  const memoryWith = await memory();
  for (const stream of open) stream.destroy();
  const whole = [...arrivals.values()].filter(({ length }) => length === clients);
  const delays = whole.flatMap((times) => times.map((at) => at - times[0]!)).sort((a, b) => a - b);
  const at = (share: number) => delays[Math.floor((delays.length - 1) * share)] ?? Number.NaN;
  return {
    ...{ clients, messages: whole.length, memoryBefore, memoryWith },
    ...{ p50: at(0.5), p99: at(0.99), max: at(1) },
  };
}

/** Moves stream time to now: every ward is sent again. */
async function moveTime({ url, authorization }: Server): Promise<void> {
  const now = new Date().toISOString();
  const tick = { id: now, source: 'bench', type: 'tick', occurredAt: now, recordedAt: now };
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { ...authorization, 'content-type': 'application/json' },
    body: JSON.stringify(tick),
  });
  if (!response.ok) throw new Error(`${response.status} for a tick`);
}

/** A client that reports each message of a ward, by its id. */
function connect(
  { url, authorization }: Server,
  onMessage: (id: string, at: number) => void,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { ...authorization, accept: 'text/event-stream' };
    get(`${url}/v1/stream`, { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${response.statusCode} from the stream`));
      let rest = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        const at = performance.now();
        const messages = (rest + text).split('\n\n');
        rest = messages.pop()!;
        for (const message of messages) {
          if (!message.includes('event: ward')) continue;
          const id = /^id: (.+)$/m.exec(message)?.[1];
          if (id !== undefined) onMessage(id, at);
        }
      });
      response.on('error', () => undefined);
      resolve(response);
    }).on('error', reject);
  });
}
