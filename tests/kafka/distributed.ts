import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from '../../pipelines/events/decode.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import { createOutputViews } from '../../pipelines/scoring/outputs.ts';
import { ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { sumWardHours } from '../../pipelines/serving/ward-hours.ts';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { simulate } from '../../pipelines/sources/simulator/simulate.ts';
import { type Site, site as siteSchema } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { LiveServer, until as waitUntil } from '../process/live-server.ts';
import { servedWardHours } from '../process/ward-hours.ts';
import { rowsOfFile } from '../support/stored-rows.ts';

export type Service = 'ingest' | 'score' | 'api';

export interface Hospital {
  readonly wards: number;
  readonly bedsPerWard: number;
  readonly days: number;
  readonly seed: number;
}

/** The lines of a simulated hospital as they go over the wire, each once and many twice; some are broken. */
export function linesOf(hospital: Hospital): string[] {
  return [...simulate({ ...hospital, disturbances: true })].map((arrival) =>
    // a truncated record may hold a line break; on the wire it would be two records
    'raw' in arrival ? arrival.raw.replaceAll('\n', ' ') : JSON.stringify(arrival.event),
  );
}

/** What is compared to the bit: all but where in a log a row was computed, and when. */
export const HOURS = `select
    columns(name -> name not in ('partition', 'offset', 'computed_at', 'revision'))
  from encounter_hour order by encounter_id, hour, ward_id`;
const WARD_HOURS = `select columns(name -> name not in ('computed_at', 'known_at'))
  from ward_hour order by ward_id, hour`;

export interface Scored {
  readonly hours: Record<string, unknown>[];
  readonly wardHours: Record<string, unknown>[];
}

/** The three services as processes of their own, on topics of their own. */
export class Distributed {
  readonly folder = mkdtempSync(join(tmpdir(), 'vi-distributed-'));
  readonly prefix = `test-${Math.random().toString(36).slice(2, 10)}.`;
  readonly site: Site;
  readonly environment: NodeJS.ProcessEnv;
  /** How ingest is started: the hospital of most tests is of a year that is over. */
  ingestOptions: readonly string[] = ['--no-clock', '--allow-old'];
  private readonly servers = new Map<string, LiveServer>();

  constructor(broker: string, hospital: Hospital, environment: NodeJS.ProcessEnv = {}) {
    this.site = siteSchema.parse(simulatedSite(hospital));
    writeFileSync(this.at('site.json'), JSON.stringify(this.site));
    this.environment = {
      KAFKA_BROKERS: broker,
      KAFKA_PREFIX: this.prefix,
      KAFKA_SESSION_SECONDS: '6',
      ...environment,
    };
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  /** Starts a service; several of one kind by names of their own, and in folders of their own or not. */
  async start(service: Service, name: string = service, folder = name): Promise<LiveServer> {
    const clock = service === 'ingest' ? this.ingestOptions : [];
    const server = new LiveServer(
      [service, '--site', this.at('site.json'), '--data', this.at(folder), '--port', '0', ...clock],
      this.environment,
    );
    this.servers.set(name, server);
    await server.open();
    return server;
  }

  /** Starts everything in one process on the same site, as a server among the others. */
  async startEmbedded(name: string): Promise<LiveServer> {
    const server = await LiveServer.start(this.at('site.json'), this.at(name));
    this.servers.set(name, server);
    return server;
  }

  get(name: string): LiveServer {
    return this.servers.get(name)!;
  }

  async startAll(): Promise<void> {
    await Promise.all((['ingest', 'score', 'api'] as const).map((name) => this.start(name)));
  }

  async kill(name: string): Promise<void> {
    await this.get(name).kill();
  }

  /** Stops everything that runs. Gives exit codes. */
  async stopAll(): Promise<(number | null)[]> {
    const running = [...this.servers.values()].filter((server) => !server.hasEnded);
    const stopped = await Promise.all(running.map((server) => server.stop()));
    return stopped.map(({ code }) => code);
  }

  async end(): Promise<void> {
    await Promise.all([...this.servers.values()].map((server) => server.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Waits until a replica of the API serves these ward-hours. */
  async served(expected: Scored, api = 'api'): Promise<void> {
    const key = (row: Record<string, unknown>) =>
      `${row.wardId} ${row.hour} ${row.minutes} ${row.census}`;
    const wanted = expected.wardHours.map((row) => {
      const hour = new Date((row.hour as number) / 1000).toISOString().replace('.000', '');
      return key({ ...row, wardId: row.ward_id, hour, minutes: (row.minutes as number) / 1e6 });
    });
    const range = ['2025-11-01T00:00:00Z', '2026-10-01T00:00:00Z'] as const;
    await waitUntil('the ward-hours are served', async () => {
      const rows: string[] = [];
      for (const { wardId } of this.site.wards) {
        rows.push(...(await servedWardHours(this.get(api), wardId, ...range)).map(key));
      }
      return rows.sort().join('\n') === wanted.sort().join('\n');
    });
  }

  /** Waits until scorers have between them published all of the log, to its last tick. */
  async published(names: readonly string[], expected: Scored): Promise<void> {
    const last = Math.max(...expected.wardHours.map(({ hour }) => hour as number)) / 1e6;
    const of = (name: string, partition: number) =>
      this.get(name)
        .metric(`vardintensitet_published_until_timestamp_seconds{partition="${partition}"}`)
        .catch(() => 0);
    const isThere = async () => {
      const times = await Promise.all(
        [0, 1, 2].map(async (partition) =>
          Math.max(...(await Promise.all(names.map((name) => of(name, partition))))),
        ),
      );
      return times.every((time) => time >= last);
    };
    await waitUntil('all is published', isThere);
  }

  /** The file of each partition, of several scorers the one that has read on furthest. */
  private async files(names: readonly string[]): Promise<string[]> {
    const furthest = new Map<string, { path: string; next: number }>();
    for (const name of names) {
      for (const file of readdirSync(this.at(name))) {
        if (!/^scorer-\d+\.duckdb$/.test(file)) continue;
        const path = join(this.at(name), file);
        const [row] = await rowsOfFile<{ next: number }>(
          path,
          'select max(next_offset) as next from position',
        );
        const next = row?.next ?? 0;
        if (next >= (furthest.get(file)?.next ?? 0)) furthest.set(file, { path, next });
      }
    }
    return [...furthest.values()].map(({ path }) => path);
  }

  /** What scorers have, of all partitions; only once they are stopped. */
  async scored(...names: string[]): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = [];
    for (const file of await this.files(names))
      rows.push(...(await rowsOfFile<Record<string, unknown>>(file, HOURS)));
    const key = (row: Record<string, unknown>) =>
      `${row.encounter_id} ${String(row.hour).padStart(20)} ${row.ward_id}`;
    return rows.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  /** The versions of events scorers have, and those that a partition has twice; once they are stopped. */
  async storedKeys(...names: string[]): Promise<{ keys: string[]; twice: string[] }> {
    const keys = new Set<string>();
    const twice: string[] = [];
    for (const file of await this.files(names)) {
      const rows = await rowsOfFile<{ key: string; n: number }>(
        file,
        `with version as (
            select * exclude (delivery, is_move, horizon) from event
            union all by name select * exclude (delivery, is_move, horizon) from superseded_event
          )
          select source || ' ' || id || ' ' || epoch_us(recorded_at) as key, count(*) as n
          from version group by key, to_json(version)::varchar`,
      );
      for (const { key, n } of rows) {
        keys.add(key);
        if (n > 1) twice.push(key);
      }
    }
    return { keys: [...keys].sort(), twice };
  }

  /** What a replica of the API has; only once it is stopped. */
  async servedBy(name = 'api'): Promise<Scored> {
    const path = join(this.at(name), 'serving.duckdb');
    return { hours: await rowsOfFile(path, HOURS), wardHours: await rowsOfFile(path, WARD_HOURS) };
  }
}

const runs = new Map<string, Promise<Scored>>();

/** The events of lines as one undisturbed run in memory scores them, computed once for a file of tests. */
export function undisturbed(lines: readonly string[], site: Site): Promise<Scored> {
  const key = createHash('sha256')
    .update(JSON.stringify([site, lines]))
    .digest('hex');
  const run = runs.get(key) ?? scoredAlone(lines, site);
  runs.set(key, run);
  return run;
}

async function scoredAlone(lines: readonly string[], site: Site): Promise<Scored> {
  const events = eventsOf(lines, site);
  const store = await ScoringStore.open(':memory:', site, loadModel(site.model));
  try {
    const position = { topic: 'replay', partition: 0, nextOffset: events.length };
    await store.commit([toArrow(events)], [], position);
    await createOutputViews(store.connection);
    await sumWardHours(store.connection);
    return {
      hours: await store.connection.rows(HOURS),
      wardHours: await store.connection.rows(WARD_HOURS),
    };
  } finally {
    await store.close();
  }
}

export function eventsOf(lines: readonly string[], site: Site): WardEvent[] {
  const rules = eventRules(site);
  const records = [...new Set(lines)].map((line, offset) => ({ offset, bytes: Buffer.from(line) }));
  return decode(records, rules).events;
}
