import { randomUUID } from 'node:crypto';
import { percentile } from '../timing.ts';
import type { Authorization } from './server.ts';

/** Delay from `POST` to the message of the stream that holds the event, in milliseconds. */
export interface Delay {
  readonly eventsPerSecond: number;
  readonly posted: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

interface Sent {
  readonly ward: string;
  /** Milliseconds since 1970 of the event, which its ward's newest input must reach. */
  readonly occurredAt: number;
  readonly at: number;
}

const ENCOUNTERS_A_WARD = 5;
/** For the last of them to be seen; on a busy machine lateness counts, and only what never comes is lost. */
const SETTLE_MILLISECONDS = 60_000;

/** A server, and what shows it who asks. */
export interface Address {
  readonly url: string;
  readonly authorization: Authorization;
}

/** Where events are posted, and where the stream is read: one server or two. */
export interface Addresses {
  readonly ingest: Address;
  readonly api: Address;
}

/**
 * Posts observations at a rate, spread over all wards, and follows each to the stream. Requests carry
 * one event each up to a hundred a second, and ten above.
 */
export async function measureDelay(
  { ingest, api }: Addresses,
  eventsPerSecond: number,
  seconds: number,
): Promise<Delay> {
  const answer = await fetch(`${api.url}/v1/wards`, { headers: api.authorization });
  const { wards } = (await answer.json()) as { wards: { wardId: string }[] };
  await admit(ingest, wards);
  const follower = await follow(api);
  const perRequest = eventsPerSecond > 100 ? 10 : 1;
  const interval = (1000 * perRequest) / eventsPerSecond;
  const sent: Sent[] = [];
  const pending = new Set<Promise<void>>();
  const began = performance.now();
  let requests = 0;
  while (performance.now() - began < seconds * 1000) {
    const due = began + requests * interval;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const ward = wards[requests % wards.length]!.wardId;
    const request = post(ingest, observations(ward, perRequest, requests)).finally(() =>
      pending.delete(request),
    );
    // measured from when it was due, so that a sender that falls behind does not flatter the server
    sent.push({ ward, occurredAt: lastOccurredAt, at: Math.min(due, performance.now()) });
    pending.add(request);
    requests++;
  }
  await Promise.all(pending);
  const delays = await follower.delaysOf(sent, SETTLE_MILLISECONDS);
  follower.close();
  if (delays.length < sent.length) {
    throw new Error(
      `${sent.length - delays.length} of ${sent.length} events never reached the stream`,
    );
  }
  return {
    eventsPerSecond,
    posted: requests * perRequest,
    p50Ms: percentile(delays, 0.5),
    p95Ms: percentile(delays, 0.95),
    p99Ms: percentile(delays, 0.99),
    maxMs: percentile(delays, 1),
  };
}

let lastOccurredAt = 0;

function observations(ward: string, count: number, request: number) {
  const now = Date.now();
  lastOccurredAt = Math.max(lastOccurredAt + 1, now - 2);
  const instant = new Date(lastOccurredAt).toISOString();
  const recordedAt = new Date(Math.max(now, lastOccurredAt + 1)).toISOString();
  return Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    source: 'bench',
    type: 'observation',
    encounterId: encounterOf(ward, (request + index) % ENCOUNTERS_A_WARD),
    code: 'heart-rate',
    value: 60 + ((request + index) % 40),
    occurredAt: instant,
    recordedAt,
  }));
}

const encounterOf = (ward: string, index: number) => `bench-${ward}-${index}`;

async function admit(server: Address, wards: readonly { wardId: string }[]): Promise<void> {
  const at = new Date(Date.now() - 60_000).toISOString();
  const admissions = wards.flatMap(({ wardId }) =>
    Array.from({ length: ENCOUNTERS_A_WARD }, (_, index) => ({
      id: `admission-${wardId}-${index}`,
      source: 'bench',
      type: 'admission',
      encounterId: encounterOf(wardId, index),
      wardId,
      occurredAt: at,
      recordedAt: at,
    })),
  );
  await post(server, admissions);
}

async function post({ url, authorization }: Address, events: unknown[]): Promise<void> {
  const send = () =>
    fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify(events),
      signal: AbortSignal.timeout(60_000),
    });
  // a kept connection may end as it is used; what was stored by then is a duplicate
  const response = await send().catch(send);
  const outcome = (await response.json()) as { rejected?: number };
  if (!response.ok || outcome.rejected !== 0) {
    throw new Error(`POST: ${response.status} ${JSON.stringify(outcome).slice(0, 300)}`);
  }
}

/** Listens to the stream: of each ward, when its newest input reached which instant. */
async function follow({ url, authorization: headers }: Address) {
  const gone = new AbortController();
  const response = await fetch(`${url}/v1/stream`, { headers, signal: gone.signal });
  const seen = new Map<string, { newest: number; at: number }[]>();
  const reading = (async () => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      const at = performance.now();
      const messages = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = messages.pop()!;
      for (const message of messages) {
        if (!message.includes('event: ward')) continue;
        const ward = JSON.parse(/^data: (.*)$/m.exec(message)![1]!);
        if (ward.newestInputAt === null) continue;
        const times = seen.get(ward.wardId) ?? [];
        times.push({ newest: Date.parse(ward.newestInputAt), at });
        seen.set(ward.wardId, times);
      }
    }
  })().catch(() => undefined);
  const delayOf = ({ ward, occurredAt, at }: Sent) => {
    const shown = seen.get(ward)?.find(({ newest }) => newest >= occurredAt);
    return shown === undefined ? null : shown.at - at;
  };
  return {
    async delaysOf(sent: readonly Sent[], settle: number): Promise<number[]> {
      const until = performance.now() + settle;
      for (;;) {
        const delays = sent.flatMap((each) => delayOf(each) ?? []);
        if (delays.length === sent.length || performance.now() > until) return delays;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    close() {
      gone.abort();
      return reading;
    },
  };
}
