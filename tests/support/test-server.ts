import type { Site } from '../../schemas/site.ts';
import { createLog, type Logger } from '../../services/platform/log.ts';
import { createMetrics, type Metrics } from '../../services/platform/metrics.ts';
import { type ServeOptions, ServeProcess } from '../../services/processes/serve.ts';
import { Access, type AccessOptions } from '../../services/security/auth/access.ts';
import { buildServer, type ServerOptions } from '../../services/server/build-server.ts';
import { PATIENCE } from './patience.ts';

export type { ServeProcess };

type ServeTest = Pick<ServeOptions, 'data' | 'site'> & Partial<ServeOptions>;

/** Opens ingest, scorer and serving side in a folder; its clock moves no time. */
export function openServe(options: ServeTest): Promise<ServeProcess> {
  return ServeProcess.open(serveOptions(options));
}

/** Opens only what was served last. */
export function openServed(options: ServeTest): Promise<ServeProcess> {
  return ServeProcess.openServed(serveOptions(options));
}

function serveOptions(options: ServeTest): ServeOptions {
  return {
    ...{ log: createLog('silent'), metrics: createMetrics(), clock: false },
    ...{ queueLimit: 100_000, patience: PATIENCE },
    // a clock that a test sets goes on without its machine
    ...(options.now === undefined ? {} : { uptime: options.now }),
    ...options,
  };
}

export interface TestServerOptions {
  /** Folder of the state. */
  readonly data: string;
  readonly site: Site;
  readonly now?: () => number;
  readonly log?: Logger;
  readonly access?: Partial<AccessOptions>;
  /** Beside what it serves. */
  readonly server?: Partial<Omit<ServerOptions, 'access' | 'ingest' | 'api'>>;
  /** Whether judgements are taken; they are unless it says otherwise. */
  readonly judges?: boolean;
}

/**
 * The whole application over real files in the test's process. It listens after `listen`, and follows what is
 * stored after `serve.start()`. Callers have no limits but those that a test sets.
 */
export class TestServer {
  readonly serve: ServeProcess;
  readonly access: Access;
  readonly app: Awaited<ReturnType<typeof buildServer>>;
  readonly metrics: Metrics;

  private constructor(parts: Pick<TestServer, 'serve' | 'access' | 'app' | 'metrics'>) {
    this.serve = parts.serve;
    this.access = parts.access;
    this.app = parts.app;
    this.metrics = parts.metrics;
  }

  static async open(options: TestServerOptions): Promise<TestServer> {
    const { data, site, now = Date.now, log = createLog('silent'), judges = true } = options;
    const metrics = createMetrics();
    const common = { data, site, now, log, metrics };
    const serve = await openServe(common);
    const access = await Access.open({
      ...{ ...common, rateLimit: 0, failedSignIns: 0 },
      ...options.access,
    });
    const { judge, ...reading } = serve.api.routes(() => serve.status());
    const app = await buildServer({
      ingest: serve.ingestRoutes,
      api: judges && judge !== undefined ? { ...reading, judge } : reading,
      ...{ access, metrics, log, readiness: serve.readiness },
      gauge: () => serve.gauge(),
      ...options.server,
    });
    return new TestServer({ serve, access, app, metrics });
  }

  /** Listens on a port of this machine, any that is free where none is given, and gives the address. */
  listen(port = 0): Promise<string> {
    return this.app.listen({ port, host: '127.0.0.1' });
  }

  /** Ends the application; what it has stored stays. */
  async close(): Promise<void> {
    await this.app.close();
    await this.serve.stop();
    await this.access.close();
  }
}
