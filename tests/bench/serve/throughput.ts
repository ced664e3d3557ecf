import { randomUUID } from 'node:crypto';
import type { Address } from './delay.ts';

/** Events a second that a server acknowledges from clients that send as fast as they may. */
export interface Throughput {
  readonly clients: number;
  readonly linesARequest: number;
  readonly events: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

const CLIENTS = 4;
const LINES = 500;

/** Posts observations as NDJSON from several clients at once for some seconds. */
export async function measureThroughput(
  { url, authorization }: Address,
  seconds: number,
): Promise<Throughput> {
  const began = performance.now();
  let events = 0;
  const client = async () => {
    for (let request = 0; performance.now() - began < seconds * 1000; request++) {
      const response = await fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', ...authorization },
        body: lines(request),
        signal: AbortSignal.timeout(60_000),
      });
      if (response.status === 429) {
        await response.arrayBuffer();
        await new Promise((resolve) => setTimeout(resolve, 1000));
        continue;
      }
      const { accepted } = (await response.json()) as { accepted: number };
      if (accepted !== LINES) throw new Error(`Accepted ${accepted} of ${LINES}`);
      events += accepted;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, () => client()));
  const taken = (performance.now() - began) / 1000;
  return {
    clients: CLIENTS,
    linesARequest: LINES,
    events,
    seconds: taken,
    eventsPerSecond: events / taken,
  };
}

function lines(request: number): string {
  const recordedAt = new Date().toISOString();
  const occurredAt = new Date(Date.now() - 1000).toISOString();
  return Array.from({ length: LINES }, (_, line) =>
    JSON.stringify({
      id: randomUUID(),
      source: 'throughput',
      type: 'observation',
      encounterId: `bench-load-${(request * LINES + line) % 400}`,
      code: 'heart-rate',
      value: 60 + (line % 40),
      occurredAt,
      recordedAt,
    }),
  ).join('\n');
}
