import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { forwardedFor } from '../../http/client-address.ts';
import { HttpProblem } from '../../http/problem.ts';
import { auditRequests } from '../audit/audit-hooks.ts';
import { auditRoute } from '../audit/audit-route.ts';
import type { Access } from './access.ts';
import type { Caller } from './caller.ts';
import { holdsPatients, mayCall, ruleOf } from './policy.ts';
import { providerRoutes } from './provider-routes.ts';
import { purposeOf } from './purpose.ts';
import { known, limiter } from './rate-limit.ts';
import { isSameOrigin } from './same-origin.ts';
import { Scope } from './scope.ts';
import { sessionRoutes } from './session-routes.ts';
import { isWall } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller, null before authentication and if it fails. */
    caller: Caller | null;
    /** Address of the client, as far as known. */
    client: string;
  }
}

/** Methods that only read: another site may send a browser there without harm. */
const READING = new Set(['GET', 'HEAD']);
/** The route for events, which has its own limit. */
const UNLIMITED = '/v1/events';
/** The stream, which browsers reopen by themselves, whether or not a person is there. */
const STREAM = '/v1/stream';
/** Header of requests that a page sends by itself, without an action of a person. */
const UNATTENDED = 'x-unattended';

/**
 * Refuses callers that may not call a route, and sets `request.access`, which says what the caller may see. Every
 * route that is registered later must have a rule.
 */
export async function guard(app: FastifyInstance, access: Access): Promise<void> {
  app.decorateRequest('caller', null);
  app.decorateRequest('client', '');
  app.decorateRequest('access');
  await app.register(cookie);
  auditRequests(app, access);
  const limit = await limiter(app, access.limits);

  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      if (ruleOf(each, url) !== undefined) continue;
      throw new Error(
        `${each} ${url} has no rule: say in services/security/auth/policy.ts who may call it`,
      );
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    const forwarded = request.headers['x-forwarded-for'];
    request.client = forwardedFor(request.ip, forwarded, access.isProxy);
    const { url } = request.routeOptions;
    // no route has this address
    if (url === undefined) return;
    const rule = ruleOf(request.method, url)?.rule;
    if (rule === 'public') return;
    const caller = await known(request, reply, limit, () => access.caller(request));
    request.caller = caller;
    if (url !== UNLIMITED) await limit.caller(request);
    const { roles } = rule ?? { roles: [] };
    const { principal, session } = caller;
    request.access = new Scope(principal, roles, access.site, purposeOf(request.headers.purpose));
    if (!mayCall(principal, roles, access.site)) throw await access.forbidden(caller);
    if (session !== null) {
      assertOwnPage(request);
      await keepOn(request, reply, access);
    }
    const { wardId } = request.params as { wardId?: string };
    if (wardId !== undefined) request.access.assertWard(wardId);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const { url } = request.routeOptions;
    // a shared computer must not cache patients
    if (url !== undefined && holdsPatients(request.method, url)) {
      reply.header('cache-control', 'no-store');
    }
    return payload;
  });
  await app.register(sessionRoutes, { access, limit });
  await app.register(providerRoutes, { access, limit });
  await app.register(auditRoute, { audit: access.audit });
}

/** Extends a session in use, if a person acts or it belongs to a wall. */
async function keepOn(
  { headers, caller, routeOptions }: FastifyRequest,
  reply: FastifyReply,
  access: Access,
): Promise<void> {
  const { principal, session } = caller!;
  const isUse = headers[UNATTENDED] === undefined && routeOptions.url !== STREAM;
  if (!isUse && !isWall(principal)) return;
  if (access.sessions.isDue(session!)) await access.keepSession(reply, caller!);
}

/** A browser adds its cookie to requests from any page, so a request that changes something must come from ours. */
function assertOwnPage({ method, headers }: FastifyRequest): void {
  if (!READING.has(method) && !isSameOrigin(headers)) {
    throw new HttpProblem('forbidden');
  }
}
