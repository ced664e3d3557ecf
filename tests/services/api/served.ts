import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Site } from '../../../schemas/site.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import { addKey } from '../../../services/security/auth/manage-keys.ts';
import { grantText, ROLES } from '../../../services/security/auth/principal.ts';
import { until } from '../../process/live-server.ts';
import { type ServeProcess, TestServer } from '../../support/test-server.ts';
import { deliveries, END, site } from './hospital.ts';

/** Events, and stream time once they are served. */
export interface Delivery {
  readonly until: string;
  readonly events: readonly WireEvent[];
}

/** What is served, and its readers. */
export interface ServedOptions {
  readonly site: Site;
  readonly deliveries: readonly Delivery[];
  /** RFC 3339: the clock stands still there until it is set again. */
  readonly now: string;
  /** Folder of the built dashboards. */
  readonly dashboards?: string;
  /** What is stored before it starts, beside the first delivery. */
  readonly before?: (serve: ServeProcess) => Promise<void>;
  /** Keys to make by name, and the grants of each; beside one that may do everything. */
  readonly keys?: Readonly<Record<string, readonly string[]>>;
  /** The identity provider of the access file. */
  readonly oidc?: Readonly<Record<string, unknown>>;
}

/** Events of a request: its body has a limit. */
const CHUNK = 4_000;
const EVERYTHING = ROLES.map((role) =>
  role === 'sender' ? 'sender:*' : grantText({ role, wards: '*' }),
);
const ADMIN = 'admin';

/** The whole application over a small hospital by hand, in a folder of its own. */
export class Served {
  readonly folder: string;
  /** Keys by name. */
  readonly keys = new Map<string, string>();
  /** The clock of the server, ms since 1970. */
  now: number;
  private server!: TestServer;
  private readonly options: ServedOptions;

  private constructor(options: ServedOptions) {
    this.options = options;
    this.folder = mkdtempSync(join(tmpdir(), 'vi-served-'));
    this.now = Date.parse(options.now);
  }

  /** Starts the hospital of the API's tests, and waits until October is a file. */
  static async start(): Promise<Served> {
    const served = await Served.of({ site, deliveries: deliveries(), now: END });
    await until('a month is a file', async () => {
      return (await served.json<{ snapshots: unknown[] }>('/v1/snapshots')).snapshots.length > 0;
    });
    return served;
  }

  /** Starts a hospital, and waits until all events are served. */
  static async of(options: ServedOptions): Promise<Served> {
    const served = new Served(options);
    const { oidc } = options;
    if (oidc !== undefined) writeFileSync(served.accessFile, JSON.stringify({ keys: [], oidc }));
    for (const [name, grants] of Object.entries({ ...options.keys, [ADMIN]: EVERYTHING })) {
      const key = await addKey(served.accessFile, { name, grants, expiresAt: null });
      served.keys.set(name, key);
    }
    const [first, ...rest] = options.deliveries;
    // what is there at the start is scored without the pause between publications
    await served.open(first?.events);
    // or what comes next would be known before some of it
    await until(
      'what was there is scored',
      () =>
        !served.serve.readiness.reasons().includes('starting') && served.serve.api.isFreshnessKnown,
    );
    for (const delivery of rest) await served.deliver(delivery);
    return served;
  }

  /** Shows the key that may do everything. */
  get headers(): { readonly authorization: string } {
    return { authorization: `Bearer ${this.keys.get(ADMIN)}` };
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

  /** Listens on a port of this machine, any that is free where none is given, and gives the address. */
  listen(port = 0): Promise<string> {
    return this.server.listen(port);
  }

  /** Sends events, and waits until they are served. */
  async deliver({ until: last, events }: Delivery): Promise<void> {
    await this.send(events);
    // without the pause by which patients without news follow
    await this.serve.idle();
    const isServed = async () =>
      (await this.json<{ streamTime: string }>('/v1/wards')).streamTime === last &&
      this.serve.api.isFreshnessKnown;
    await until('served', isServed);
  }

  /** Sends what may be no events, too. */
  async post(payload: readonly unknown[]): Promise<{ accepted: number; rejected: number }> {
    const { body } = await this.app.inject({
      ...{ method: 'POST', url: '/v1/events', headers: this.headers, payload },
    });
    return JSON.parse(body);
  }

  get app(): TestServer['app'] {
    return this.server.app;
  }

  get serve(): ServeProcess {
    return this.server.serve;
  }

  /** How many streams are open. */
  get streams(): number {
    return this.serve.api.stream.size;
  }

  /** Ends the application; what it has stored stays. */
  async close(): Promise<void> {
    await this.server.close();
  }

  /** Begins on what is stored, and on events that are there before it starts. */
  async open(events: readonly WireEvent[] = []): Promise<void> {
    const { site, dashboards } = this.options;
    this.server = await TestServer.open({
      ...{ data: this.folder, site, now: () => this.now },
      access: { file: this.accessFile },
      server: dashboards === undefined ? {} : { dashboards },
    });
    await this.send(events);
    await this.options.before?.(this.serve);
    await this.serve.start();
  }

  async stop(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async send(events: readonly WireEvent[]): Promise<void> {
    for (let start = 0; start < events.length; start += CHUNK) {
      const chunk = events.slice(start, start + CHUNK);
      const { accepted } = await this.post(chunk);
      if (accepted !== chunk.length) throw new Error(`taken ${accepted} of ${chunk.length}`);
    }
  }

  private get accessFile(): string {
    return join(this.folder, 'access.json');
  }
}
