import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.ts';
import { kindOf } from '../log.ts';
import type { Access } from './access.ts';
import { entryOf } from './audited-request.ts';

/** Taken at the pace of senders, and asked for by every page: neither tells of a ward. */
const NOT_AUDITED = new Set(['POST /v1/events', 'GET /v1/session', 'HEAD /v1/session']);
const TOO_MANY = 429;
const RETRY_AFTER = 5;

/**
 * Writes a line of the audit on each request under `/v1` before it is answered; where that fails the
 * answer is not given. An answer that is streamed has a line at its start and one at its end. What is
 * turned away for its number has none: a flood would fill the disk, and nothing was read.
 */
export function auditRequests(app: FastifyInstance, access: Access): void {
  const { audit, log, openAnswers } = access;

  /** Whether the line could be written. */
  const write = async (request: FastifyRequest, status: number, ended?: true) => {
    try {
      await audit.append(entryOf(request, access.site, status, ended));
      return true;
    } catch (error) {
      log.error({ ...kindOf(error as Error), traceId: request.id }, 'the audit cannot be written');
      return false;
    }
  };
  const writeAtEnd = (request: FastifyRequest, reply: FastifyReply) =>
    closed(reply.raw).then(() => write(request, reply.raw.statusCode, true));

  app.addHook('onRoute', (route) => {
    if (!('sse' in route)) return;
    // what is sent as events passes no other hook
    const begin = async (request: FastifyRequest, reply: FastifyReply) => {
      if (!(await write(request, 200))) throw notAudited();
      void writeAtEnd(request, reply);
      openAnswers.add(request, reply);
    };
    route.preHandler = [route.preHandler ?? [], begin].flat();
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const { statusCode } = reply;
    if (!isAudited(request) || statusCode === TOO_MANY) return payload;
    if (await write(request, statusCode)) {
      if (isStream(payload)) void writeAtEnd(request, reply);
      return payload;
    }
    if (isStream(payload)) payload.destroy();
    return refused(request, reply);
  });
}

function isAudited({ method, routeOptions: { url } }: FastifyRequest): boolean {
  return url?.startsWith('/v1/') === true && !NOT_AUDITED.has(`${method} ${url}`);
}

async function closed(answer: ServerResponse): Promise<void> {
  if (!answer.closed) await once(answer, 'close').catch(() => undefined);
}

function isStream(payload: unknown): payload is { destroy(): void } {
  return typeof (payload as { pipe?: unknown } | null)?.pipe === 'function';
}

const notAudited = () => new HttpProblem('not-audited', { retryAfterSeconds: RETRY_AFTER });

/** The problem in place of an answer that is ready. */
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
