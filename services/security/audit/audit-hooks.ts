import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../../platform/log.ts';
import type { AuditLog } from './audit-log.ts';
import type { RefusedRequests } from './refused-requests.ts';
import { notAudited, RequestAudit } from './request-audit.ts';

/** Every page reads its own session here: no data of wards. */
const NOT_AUDITED = new Set(['GET /v1/session', 'HEAD /v1/session']);
/** Senders call these often: one line per request, once the result for its events is known. */
const EVENTS = 'POST /v1/events';
/** Their handlers write the first line, once they know who signs in or out. */
const SESSIONS = new Set(['POST /v1/session', 'DELETE /v1/session']);
const READING = new Set(['GET', 'HEAD']);
const TOO_MANY = 429;
/** Problems of refused requests, by status. */
const REFUSALS: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  429: 'rate-limited',
  503: 'identity-unavailable',
};

/** What the hooks of the audit need. */
export interface AuditOptions {
  readonly audit: AuditLog;
  /** Wards of the site, in its order. */
  readonly site: readonly string[];
  readonly log: Logger;
  /** Counts refused requests. */
  readonly refused: RefusedRequests;
  /** Watches streamed answers. */
  readonly openStreams: { add(request: FastifyRequest, reply: FastifyReply): void };
}

/**
 * Writes a line of the audit for each request under `/v1` before the answer; if that fails, the request
 * fails. A request that changes something also has a line before the change: if that fails, nothing
 * changes. A streamed answer has a line at its start and one at its end. Requests refused by the
 * rate limit or for lack of a valid caller are only counted: otherwise anybody could fill the disk with lines.
 */
export function auditRequests(app: FastifyInstance, options: AuditOptions): void {
  const { audit, site, log, refused: refusals, openStreams } = options;
  app.decorateRequest('audit');

  const writeAtEnd = (request: FastifyRequest, reply: FastifyReply) =>
    closed(reply.raw).then(() => request.audit.write(request, reply.raw.statusCode, true));

  app.addHook('onRoute', (route) => {
    if (!('sse' in route)) return;
    // server-sent events call no other hook
    const begin = async (request: FastifyRequest, reply: FastifyReply) => {
      if (!(await request.audit.write(request, 200))) throw notAudited();
      void writeAtEnd(request, reply);
      openStreams.add(request, reply);
    };
    route.preHandler = [route.preHandler ?? [], begin].flat();
  });
  app.addHook('onRequest', async (request) => {
    request.audit = new RequestAudit(audit, site, log);
  });
  app.addHook('preHandler', async (request) => {
    const name = nameOf(request);
    if (name === EVENTS) await request.audit.assertWritable(request);
    else if (changes(request) && !SESSIONS.has(name)) await request.audit.announce(request);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const { statusCode } = reply;
    const problem = refusalOf(request, statusCode);
    if (problem !== undefined) refusals.count(request.client, problem);
    if (problem !== undefined || !isAudited(request)) return payload;
    if (await request.audit.write(request, statusCode)) {
      if (isStream(payload)) void writeAtEnd(request, reply);
      return payload;
    }
    if (isStream(payload)) payload.destroy();
    return refused(request, reply);
  });
}

const nameOf = ({ method, routeOptions: { url } }: FastifyRequest) => `${method} ${url}`;

function changes({ method, routeOptions: { url } }: FastifyRequest): boolean {
  return url?.startsWith('/v1/') === true && !READING.has(method);
}

/** Returns why a request was refused before it read or changed anything; undefined if it was not. */
function refusalOf(request: FastifyRequest, status: number): string | undefined {
  const { isAnnounced, events } = request.audit;
  if (isAnnounced || events !== null || !isOurs(request)) return undefined;
  const isRefused = status === TOO_MANY || (request.caller === null && status >= 400);
  return isRefused ? (REFUSALS[status] ?? 'refused') : undefined;
}

function isAudited(request: FastifyRequest): boolean {
  const { isAnnounced, events } = request.audit;
  if (isAnnounced || events !== null) return true;
  return isOurs(request) && request.caller !== null && !NOT_AUDITED.has(nameOf(request));
}

const isOurs = ({ routeOptions: { url } }: FastifyRequest) => url?.startsWith('/v1/') === true;

async function closed(answer: ServerResponse): Promise<void> {
  if (!answer.closed) await once(answer, 'close').catch(() => undefined);
}

function isStream(payload: unknown): payload is { destroy(): void } {
  return typeof (payload as { pipe?: unknown } | null)?.pipe === 'function';
}

/** Replaces a finished answer by a problem. */
function refused({ id: traceId }: FastifyRequest, reply: FastifyReply): string {
  for (const name of Object.keys(reply.getHeaders())) {
    if (/^(content-|etag$|last-modified$|set-cookie$|location$)/.test(name))
      reply.removeHeader(name);
  }
  const { problem, retryAfterSeconds } = notAudited();
  reply.code(problem.status).type('application/problem+json');
  reply.header('retry-after', retryAfterSeconds);
  return JSON.stringify({ ...problem, traceId });
}
