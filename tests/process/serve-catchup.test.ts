import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeValues } from '../../pipelines/events/decode.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import { createOutputViews } from '../../pipelines/scoring/outputs.ts';
import { ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { isStaffing } from '../../pipelines/serving/staffing.ts';
import { sumWardHours } from '../../pipelines/serving/ward-hours.ts';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { simulate } from '../../pipelines/sources/simulator/simulate.ts';
import { site as siteSchema } from '../../schemas/site.ts';
import type { WardEvent, WireEvent } from '../../schemas/ward-event.ts';
import type { WardHour } from '../../schemas/ward-hour.ts';
import type { Snapshot } from '../../schemas/ward-now.ts';
import { Journal } from '../../services/journal/journal.ts';
import { killServers, LiveServer, serveArguments, until } from './live-server.ts';
import { servedWardHours } from './ward-hours.ts';

const HOSPITAL = { wards: 2, bedsPerWard: 5, days: 1, seed: 3 };
const site = siteSchema.parse(simulatedSite(HOSPITAL));
const wards = new Set(site.wards.map(({ wardId }) => wardId));
const folder = mkdtempSync(join(tmpdir(), 'vi-serve-catchup-'));
const at = (name: string) => join(folder, name);
const sitePath = at('site.json');
const events: WireEvent[] = [...simulate(HOSPITAL)].flatMap((arrival) =>
  'event' in arrival ? [arrival.event] : [],
);
const half = events.slice(0, Math.floor(events.length / 2));
const rest = events.slice(half.length);
let expected: Map<string, WardHour[]>;

beforeAll(async () => {
  writeFileSync(sitePath, JSON.stringify(site));
  const store = await ScoringStore.open(':memory:', site, loadModel(site.model));
  await store.commit([toArrow(clinical(events))], [], position(events.length));
  await createOutputViews(store.connection);
  await sumWardHours(store.connection);
  const hours = await store.connection.rows<WardHour>(
    'from ward_hour_json order by "wardId", hour',
  );
  expected = new Map(
    [...wards].map((id) => [id, hours.filter(({ wardId }) => wardId === id)] as const),
  );
  await store.close();
  for (const [id, own] of expected) expect(own.length, id).toBeGreaterThan(20);
});
afterAll(async () => {
  await killServers();
  rmSync(folder, { recursive: true, force: true });
});

describe('a scorer that is ahead of what is served', () => {
  test('it stopped between what the journal has and what is stored', async () => {
    const data = at('unstored');
    await servedOnce(data, half);
    await appended(data);
    await expectServed(data);
  });

  test('it stopped between its commit and the publication', async () => {
    const data = at('unpublished');
    await servedOnce(data, half);
    const nextOffset = await appended(data);
    const store = await ScoringStore.open(join(data, 'scorer.duckdb'), site, loadModel(site.model));
    await store.commit([toArrow(clinical(rest))], [], position(nextOffset));
    await store.close();
    await expectServed(data);
  });

  test('it stopped between what is stored and the score', async () => {
    const data = at('unscored');
    await servedOnce(data, half);
    const nextOffset = await appended(data);
    const store = await ScoringStore.open(join(data, 'scorer.duckdb'), site, loadModel(site.model));
    await store.store([toArrow(clinical(rest))], [], position(nextOffset));
    await store.close();
    await expectServed(data);
  });

  test('what is served was lost', async () => {
    const data = at('lost');
    await servedOnce(data, events);
    const before = await supplies(data);
    expect(before).not.toContain(null);
    for (const name of ['serving.duckdb', 'serving.duckdb.wal']) {
      rmSync(join(data, name), { force: true });
    }
    expect(await supplies(data)).toEqual(before);
    await expectServed(data);
  });
});

test('of two servers on one folder the second ends with a word, and the first goes on', async () => {
  const data = at('shared');
  const first = await LiveServer.start(sitePath, data);
  const second = new LiveServer(serveArguments(sitePath, data));
  expect(await second.ended).toBe(1);
  expect(second.stderr).toMatch(/^error: /m);
  expect(second.stderr).toContain(data);
  expect(second.stderr).not.toContain('Öppna/open');

  const { accepted, duplicates } = await first.post(events.slice(0, 100));
  expect(accepted + duplicates).toBe(100);
  await first.post(events);
  await expectRight(first);
  expect((await first.stop()).code).toBe(0);
});

/** A folder of a server that took these events and was stopped. */
async function servedOnce(data: string, taken: readonly WireEvent[]): Promise<void> {
  const server = await LiveServer.start(sitePath, data);
  await server.post(taken);
  expect((await server.stop()).code).toBe(0);
}

/** Appends the rest to the journal of a folder; gives where that ends. */
async function appended(data: string): Promise<number> {
  const journal = (await Journal.open(join(data, 'journal')))!;
  const { next } = await journal.append({ events: clinical(rest), senders: new Map() });
  await journal.close();
  return next;
}

async function expectServed(data: string): Promise<void> {
  const server = await LiveServer.start(sitePath, data);
  await expectRight(server);
  expect((await server.stop()).code).toBe(0);
}

/** What the API gives is, without any further event, what all events give in one go. */
async function expectRight(server: LiveServer): Promise<void> {
  const now = events.at(-1)!.recordedAt;
  const snapshot = await until('the last tick is served', async () => {
    const answer = await server.json<Snapshot>('/v1/wards');
    return answer.streamTime === now && answer;
  });
  expect(snapshot.wards.map(({ wardId }) => wardId)).toEqual([...wards]);
  for (const ward of snapshot.wards) {
    const hours = expected.get(ward.wardId)!;
    const current = hours.find(({ hour }) => hour === ward.hour)!;
    const { minutes, minutesLow, minutesHigh, census, arrivals, departures, coverage } = current;
    expect(ward).toMatchObject({
      ...{ minutes, minutesLow, minutesHigh, census, arrivals, departures, coverage },
    });
    const range = ['2025-06-01T00:00:00Z', '2026-02-01T00:00:00Z'] as const;
    expect(await servedWardHours(server, ward.wardId, ...range)).toEqual(hours.map(asServed));
  }
}

function asServed({ computedAt: _, patients: __, ...hour }: WardHour) {
  return hour;
}

function clinical(wire: readonly WireEvent[]): WardEvent[] {
  // decoding works on the values it is given
  const copies = wire.map((event) => ({ ...event }));
  const { events: decoded } = decodeValues(copies, eventRules(site));
  expect(decoded).toHaveLength(wire.length);
  return decoded.filter((event) => !isStaffing(event));
}

function position(nextOffset: number) {
  return { topic: 'ward-events', partition: 0, nextOffset };
}

/** The nurses of every ward, as a server on a data folder returns them. */
async function supplies(data: string) {
  const server = await LiveServer.start(sitePath, data);
  const { wards: now } = await server.json<Snapshot>('/v1/wards');
  await server.stop();
  return now.map(({ supply }) => supply);
}
