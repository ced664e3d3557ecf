import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Access } from '../../services/access/access.ts';
import { Embedded } from '../../services/embedded.ts';
import { buildServer } from '../../services/http/server.ts';
import { createLog } from '../../services/log.ts';
import { createMetrics } from '../../services/metrics.ts';
import { until } from '../process/live-server.ts';
import { deliveries, END, site } from './hospital.ts';

type App = Awaited<ReturnType<typeof buildServer>>;

/** The whole application over a small hospital by hand, in a folder of its own. */
export class Served {
  readonly folder: string;
  readonly app: App;
  /** Shows the key of the machine, which may do everything. */
  readonly headers: { readonly authorization: string };
  private readonly embedded: Embedded;
  private readonly access: Access;

  private constructor(folder: string, app: App, embedded: Embedded, access: Access) {
    this.folder = folder;
    this.app = app;
    this.embedded = embedded;
    this.access = access;
    this.headers = {
      authorization: `Bearer ${readFileSync(join(folder, 'local-key'), 'utf8').trim()}`,
    };
  }

  /** Starts it, and waits until all of the hospital is served and October is a file. */
  static async start(): Promise<Served> {
    const data = mkdtempSync(join(tmpdir(), 'vi-api-'));
    const log = createLog('silent');
    const metrics = createMetrics();
    const now = () => Date.parse(END);
    const options = { data, site, log, metrics, clock: false, now };
    const embedded = await Embedded.open({ ...options, queueLimit: 100_000 });
    const access = await Access.open({ data, site, log, now, rateLimit: 0 });
    const { intake, deadLetters, wards } = embedded;
    const app = await buildServer({
      ingest: { intake, deadLetters, wards },
      api: embedded.reading.routes(() => embedded.standing()),
      ...{ access, metrics, log },
      isReady: () => embedded.isReady,
      gauge: () => embedded.gauge(),
    });
    const served = new Served(data, app, embedded, access);
    await embedded.start();
    await served.tell();
    return served;
  }

  /** Asks with the key. */
  inject(url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') {
    return this.app.inject({ method, url, headers: { ...this.headers, ...headers } });
  }

  async json<T>(url: string): Promise<T> {
    const { statusCode, body } = await this.inject(url);
    if (statusCode !== 200) throw new Error(`${url}: ${statusCode} ${body}`);
    return JSON.parse(body) as T;
  }

  /** Listens on a port of this machine, and gives the address. */
  listen(): Promise<string> {
    return this.app.listen({ port: 0, host: '127.0.0.1' });
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.embedded.stop();
    await this.access.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async tell(): Promise<void> {
    for (const { until: last, events } of deliveries()) {
      const { authorization } = this.headers;
      const { body } = await this.app.inject({
        ...{ method: 'POST', url: '/v1/events', headers: { authorization }, payload: events },
      });
      const { accepted } = JSON.parse(body);
      if (accepted !== events.length) throw new Error(`taken ${accepted} of ${events.length}`);
      await until('served', async () => {
        return (await this.json<{ streamTime: string }>('/v1/wards')).streamTime === last;
      });
    }
    await until('a month is a file', async () => {
      return (await this.json<{ snapshots: unknown[] }>('/v1/snapshots')).snapshots.length > 0;
    });
  }
}
