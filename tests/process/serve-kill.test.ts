import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, onTestFailed, test } from 'vitest';
import { decode } from '../../pipelines/events/decode.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import { createOutputViews } from '../../pipelines/scoring/outputs.ts';
import { ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { isStaffing } from '../../pipelines/serving/staffing.ts';
import { sumWardHours } from '../../pipelines/serving/ward-hours.ts';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { Random } from '../../pipelines/sources/simulator/random.ts';
import { simulate } from '../../pipelines/sources/simulator/simulate.ts';
import { site as siteSchema } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { rowsOfFile } from '../support/stored-rows.ts';
import { killServers, LiveServer, type Outcome, serveArguments, until } from './live-server.ts';

/** Kills; 100 of them: KILL_ROUNDS=100 npx vitest run tests/process/serve-kill.test.ts */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 12);
const CLIENTS = 4;
const BATCH = 40;
const SEED = 20261122;
const HOSPITAL = { wards: 4, bedsPerWard: 8, days: 3, seed: 7 };

const folder = mkdtempSync(join(tmpdir(), 'vi-serve-kill-'));
afterAll(async () => {
  await killServers();
  rmSync(folder, { recursive: true, force: true });
});

/** A line of the log as it goes over the wire; equal content is equal text. */
type Line = string;

const site = siteSchema.parse(simulatedSite(HOSPITAL));
// a truncated record may hold a line break; on the wire it would be two records
const lines: Line[] = [...simulate({ ...HOSPITAL, disturbances: true })].map((arrival) =>
  'raw' in arrival ? arrival.raw.replaceAll('\n', ' ') : JSON.stringify(arrival.event),
);
const random = new Random(SEED, 1);

/** What the clients know: what is still to be acknowledged, and how often each line was accepted. */
class Clients {
  readonly due: Line[][] = [];
  readonly acknowledged: Line[][] = [];
  readonly accepted = new Map<Line, number>();
  readonly rejected = new Set<Line>();
  cutOff = 0;
  posted = 0;
  private turn = 0;

  constructor(all: readonly Line[]) {
    for (let from = 0; from < all.length; from += BATCH)
      this.due.push(all.slice(from, from + BATCH));
  }

  /** Posts up to `batches` from several clients at once, until they are through or the server is gone. */
  async work(server: LiveServer, batches: number): Promise<void> {
    let left = batches;
    const client = async () => {
      while (left-- > 0 && !server.hasEnded) {
        // now and then one that was acknowledged long ago comes again, and at the end nothing else
        const isAgain =
          this.acknowledged.length > 0 && (this.due.length === 0 || random.chance(0.15));
        const batch = isAgain ? random.pick(this.acknowledged) : this.due.shift();
        if (batch === undefined) return;
        try {
          this.note(batch, await this.post(server, batch));
          this.posted++;
          if (!isAgain) this.acknowledged.push(batch);
        } catch (error) {
          if (!isAgain) this.due.unshift(batch);
          if (!isConnectionLost(error)) throw error;
          this.cutOff++;
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
  }

  private async post(server: LiveServer, batch: readonly Line[]): Promise<Outcome> {
    const asJson = this.turn++ % 2 === 0 && batch.every(isJson);
    const response = asJson
      ? await server.send(`[${batch.join(',')}]`, 'application/json')
      : await server.send(`${batch.join('\n')}\n`, 'application/x-ndjson');
    const body = await response.text();
    if (response.status !== 200) throw new Error(`${response.status}: ${body}`);
    return JSON.parse(body) as Outcome;
  }

  private note(batch: readonly Line[], { results }: Outcome): void {
    expect(results).toHaveLength(batch.length);
    for (const { index, status } of results) {
      const line = batch[index]!;
      if (status === 'accepted') this.accepted.set(line, (this.accepted.get(line) ?? 0) + 1);
      if (status === 'rejected') this.rejected.add(line);
    }
  }
}

test(
  `killed ${ROUNDS} times under load: acknowledged is stored, once, and scored as in one go`,
  async () => {
    onTestFailed(() => console.error(`seed of the choices: ${SEED}`));
    const sitePath = join(folder, 'site.json');
    const data = join(folder, 'data');
    writeFileSync(sitePath, JSON.stringify(site));
    const clients = new Clients(lines);
    const batches = clients.due.length;
    const share = Math.floor((0.8 * batches) / ROUNDS);
    let cutOff = 0;

    for (let round = 0; round < ROUNDS; round++) {
      if (round % 5 === 4) {
        // also while it starts, with what the last kill left
        const starting = new LiveServer(serveArguments(sitePath, data));
        await sleep(random.between(600, 1500));
        await starting.kill();
      }
      const server = await LiveServer.start(sitePath, data);
      const before = { posted: clients.posted, cutOff: clients.cutOff };
      const work = clients.work(server, Number.POSITIVE_INFINITY);
      // once it has its share of the log, at any moment of what comes then
      await until('a share is posted', () => clients.posted - before.posted >= share);
      await sleep(random.between(0, 60));
      await server.kill();
      await work;
      if (clients.cutOff > before.cutOff) cutOff++;
    }
    expect(cutOff, 'rounds in which a request was cut off').toBeGreaterThanOrEqual(ROUNDS - 2);
    expect(clients.due.length, 'batches left for after the last kill').toBeLessThan(batches / 2);

    const server = await LiveServer.start(sitePath, data);
    while (clients.due.length > 0) await clients.work(server, clients.due.length * 2);
    const repeats = new Clients(lines.slice(0, 400));
    await repeats.work(server, 20);
    expect([...repeats.accepted.keys()], 'accepted again').toEqual([]);
    expect((await server.stop()).code).toBe(0);
    // a stop leaves patients without news where they are: the next start brings all to stream time
    const again = await LiveServer.start(sitePath, data);
    expect((await again.stop()).code).toBe(0);

    const twice = [...clients.accepted].filter(([, times]) => times > 1);
    expect(twice, 'accepted more than once').toEqual([]);

    const decoded = decode(
      [...new Set(lines)].map((line, offset) => ({ offset, bytes: Buffer.from(line) })),
      eventRules(site),
    );
    expect(clients.rejected.size).toBe(decoded.rejected.length);
    await expectEventsOnce(data, decoded.events);
    await expectHoursAsReplayed(data, decoded.events);
  },
  60_000 + ROUNDS * 20_000,
);

async function expectEventsOnce(data: string, events: readonly WardEvent[]): Promise<void> {
  const key = ({ source, id, recordedAt }: WardEvent) => `${source} ${id} ${recordedAt}`;
  const staffing = events.filter(isStaffing);
  const stored = await rowsOfFile<{ key: string }>(
    join(data, 'scorer.duckdb'),
    `select source || ' ' || id || ' ' || epoch_us(recorded_at) as key
      from (from event union all by name from superseded_event)`,
  );
  expect(stored.map((row) => row.key).sort()).toEqual(events.map(key).sort());
  const served = await rowsOfFile<{ key: string }>(
    join(data, 'serving.duckdb'),
    `select source || ' ' || id || ' ' || epoch_us(recorded_at) as key from staffing`,
  );
  const latest = new Map<string, WardEvent>();
  for (const event of staffing) {
    const before = latest.get(`${event.source} ${event.id}`);
    if (before === undefined || before.recordedAt < event.recordedAt) {
      latest.set(`${event.source} ${event.id}`, event);
    }
  }
  expect(served.map((row) => row.key).sort()).toEqual([...latest.values()].map(key).sort());
}

async function expectHoursAsReplayed(data: string, events: readonly WardEvent[]): Promise<void> {
  const replayed = await ScoringStore.open(':memory:', site, loadModel(site.model));
  try {
    const position = { topic: 'replay', partition: 0, nextOffset: events.length };
    await replayed.store([toArrow(events)], [], position);
    await replayed.rescore();
    const hours = `select * exclude ("partition", "offset", computed_at, revision)
      from encounter_hour order by encounter_id, hour, ward_id`;
    const expected = await replayed.connection.rows(hours);
    expect(expected.length).toBeGreaterThan(500);
    expect(await rowsOfFile(join(data, 'scorer.duckdb'), hours)).toEqual(expected);
    expect(await rowsOfFile(join(data, 'serving.duckdb'), hours)).toEqual(expected);

    const sums = `select columns(name -> name not in ('computed_at', 'known_at'))
      from ward_hour order by ward_id, hour`;
    await createOutputViews(replayed.connection);
    await sumWardHours(replayed.connection);
    expect(await rowsOfFile(join(data, 'serving.duckdb'), sums)).toEqual(
      await replayed.connection.rows(sums),
    );
  } finally {
    await replayed.close();
  }
}

function isJson(line: Line): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function isConnectionLost(error: unknown): boolean {
  return error instanceof TypeError && /fetch failed|terminated/.test(error.message);
}
