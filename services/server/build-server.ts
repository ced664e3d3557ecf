import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import { fastifySSE } from '@fastify/sse';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { api } from '../api/api.ts';
import type { ApiOptions } from '../api/api-options.ts';
import { type UnplacedOptions, unplacedRoutes } from '../api/routes/unplaced.ts';
import { registerEtags } from '../http/etag.ts';
import { HttpProblem, sendClientProblem, sendProblem } from '../http/problem.ts';
import { type IngestOptions, ingest } from '../ingest/routes.ts';
import { errorKind, type Logger } from '../platform/log.ts';
import type { Access } from '../security/auth/access.ts';
import { guard } from '../security/auth/guard.ts';
import { type ConnectionLimits, limitConnections } from './connections.ts';
import { collectDocumentation, registerApiDocs } from './documentation.ts';
import { type HealthOptions, health } from './health.ts';
import { countLeft, leftOf } from './left-clients.ts';
import { registerNotFound } from './methods.ts';
import { pages } from './pages.ts';
import { expectPlainRequests } from './request-forms.ts';
import { unansweredOf } from './unanswered.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How more may be sent to a route than its body may hold. */
    ifTooLarge?: string;
  }
}

export interface ServerOptions extends HealthOptions {
  /** Routes that take events, if this server has them. */
  readonly ingest?: IngestOptions;
  /** Routes that read wards. */
  readonly api?: ApiOptions;
  /** Lists of unplaced events, if this server scores and does not serve wards. */
  readonly unplaced?: UnplacedOptions['unplaced'];
  /** Who may call the server. */
  readonly access: Access;
  readonly log: Logger;
  /** Folder of the built dashboards. */
  readonly dashboards?: string;
  /** Milliseconds for a request to arrive: a client that sends half a body is disconnected. */
  readonly requestTimeout?: number;
  /** Milliseconds for its head, from the moment it may begin. */
  readonly headersTimeout?: number;
  readonly connections?: Partial<Omit<ConnectionLimits, 'onDropped'>>;
  /** Certificate and key in PEM, if the server itself uses TLS. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer } | undefined;
}

const REQUEST_TIMEOUT = 60_000;
const HEADERS_TIMEOUT = 10_000;
/** Number of connection checks within the timeout of a head, so that few are late at once. */
const LOOKS = 40;
/** Milliseconds without a byte after which a connection is closed; streams have one at least every 15 s. */
const CONNECTION_TIMEOUT = 180_000;

/** Milliseconds that a body that is too large may still arrive before the answer. */
const DRAIN_TIMEOUT = 3_000;
/** Seconds after which there may be room for a connection. */
const CROWDED_RETRY = 5;
const KEEP_ALIVE_TIMEOUT = 10_000;
const MOST_CONNECTIONS = 4_000;
export const MOST_OF_ADDRESS = 200;
const UNKNOWN_NAME = 'Expected no parameter that is not in the schema';

/** Builds the HTTP application. It listens nowhere. */
export async function buildServer(options: ServerOptions) {
  const { metrics, log, tls, requestTimeout = REQUEST_TIMEOUT } = options;
  // Node checks neither timeout if that of the header is longer than that of the request
  const headersTimeout = Math.min(options.headersTimeout ?? HEADERS_TIMEOUT, requestTimeout);
  const times = { headersTimeout, connectionsCheckingInterval: headersTimeout / LOOKS };
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestTimeout,
    connectionTimeout: CONNECTION_TIMEOUT,
    ...(tls === undefined
      ? { http: times }
      : { https: { ...times, ...tls, handshakeTimeout: headersTimeout } as never }),
    clientErrorHandler: sendClientProblem,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    forceCloseConnections: true,
    bodyLimit: 1024 * 1024,
    // an address that cannot be decoded; the default answer of Fastify repeats it
    frameworkErrors: (_error, _request, reply) => sendProblem(reply, new HttpProblem('not-found')),
  });
  const connections = limitConnections(app.server, {
    ...{ total: MOST_CONNECTIONS, perAddress: MOST_OF_ADDRESS, isProxy: () => false },
    ...options.connections,
    onDropped: () => metrics.dropped.inc(),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const unrouted = registerNotFound(app);
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const unanswered = unansweredOf(error);
    if (unanswered !== null) metrics.failures.inc({ of: 'answer' });
    const problem = leftOf(error, request) ?? unanswered ?? problemOf(error, request);
    if (problem.problem.status >= 500) {
      // the message of an unknown error may quote data: its kind and place are enough to find it
      const isOurs = error instanceof HttpProblem && error.cause instanceof Error;
      const cause = isOurs ? (error.cause as Error) : error;
      request.log.error(
        { traceId: request.id, ...errorKind(cause), stack: framesOf(cause) },
        'failed',
      );
    }
    // closing a connection while a body arrives resets it and loses the answer
    if (problem.problem.status === 413) await drained(request.raw);
    return request.is404 ? unrouted(request, reply) : sendProblem(reply, problem);
  });
  countLeft(app, metrics);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.requests.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
  });
  await collectDocumentation(app);
  await guard(app, options.access);
  app.addHook('onRequest', async ({ raw, caller, routeOptions: { url } }) => {
    if (connections.isBeyond(raw) && !url?.startsWith('/health/')) {
      const retryAfterSeconds = CROWDED_RETRY;
      throw new HttpProblem('too-many-connections', { retryAfterSeconds });
    }
    if (caller !== null) connections.vouchFor(raw);
  });
  expectPlainRequests(app);
  await registerApiDocs(app);
  await registerEtags(app);
  await app.register(compress, { encodings: ['gzip'], globalDecompression: false });
  await app.register(fastifySSE);
  if (options.ingest !== undefined) {
    const { access } = options;
    const sourcesOf = (subject: string) => access.sourcesOf(subject);
    await app.register(ingest, { ...options.ingest, sourcesOf });
  }
  if (options.api !== undefined) {
    const { stream } = options.api;
    await app.register(api, options.api);
    // an open stream would delay the end
    app.addHook('preClose', async () => stream.close());
  }
  if (options.unplaced !== undefined) {
    await app.register(unplacedRoutes, { unplaced: options.unplaced });
  }
  const { readiness, gauge } = options;
  readiness.add(...options.access.checks);
  await app.register(health, { metrics, readiness, gauge });
  if (options.dashboards !== undefined) {
    await pages(app, options.dashboards);
  }
  return app;
}

/** Discards the rest of a body, for a while. */
async function drained(body: IncomingMessage): Promise<void> {
  if (body.readableEnded || body.destroyed) return;
  body.resume();
  await Promise.race([
    once(body, 'end').catch(() => undefined),
    once(body, 'close').catch(() => undefined),
    sleep(DRAIN_TIMEOUT, undefined, { ref: false }),
  ]);
}

function problemOf(error: FastifyError, { routeOptions }: FastifyRequest): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error.validation !== undefined) {
    return new HttpProblem('invalid-request', {
      errors: error.validation.map(({ instancePath, keyword, message }) => ({
        // the whole, which the schema compiler calls `/`
        pointer: instancePath === '/' ? '' : instancePath,
        // a name outside the schema may be anything, so it is not repeated
        detail:
          keyword === 'unrecognized_keys' ? UNKNOWN_NAME : (message ?? 'Expected another value'),
      })),
    });
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new HttpProblem('too-large', { detail: mostOf(routeOptions) });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new HttpProblem('unsupported-media-type');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new HttpProblem('malformed-json');
  }
  const isTheirs = error.statusCode !== undefined && error.statusCode < 500;
  return new HttpProblem(isTheirs ? 'invalid-request' : 'internal');
}

function mostOf({ bodyLimit, config }: FastifyRequest['routeOptions']): string {
  const more = config.ifTooLarge === undefined ? '' : `; ${config.ifTooLarge}`;
  const kilobytes = bodyLimit! / 1024;
  const most = kilobytes < 1024 ? `${kilobytes} KB` : `${kilobytes / 1024} MB`;
  return `Expected a body of at most ${most}${more}`;
}

/** Returns only the frames: a message may have several lines (SQL, a value that DuckDB could not read). */
function framesOf({ stack }: Error): string | undefined {
  return stack?.match(/^ {4}at .*$/gm)?.join('\n');
}
