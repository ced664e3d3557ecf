import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { forwardedFor } from '../../http/client-address.ts';
import { HttpProblem } from '../../http/problem.ts';
import { auditRequests } from '../audit/audit-hooks.ts';
import { auditRoute } from '../audit/audit-route.ts';
import type { Access } from './access.ts';
import type { Caller } from './caller.ts';
import { holdsPatients, ruleOf } from './policy.ts';
import type { Principal, Role } from './principal.ts';
import { purposeOf } from './purpose.ts';
import { known, limiter } from './rate-limit.ts';
import { isSameOrigin } from './same-origin.ts';
import { Scope } from './scope.ts';
import { sessionRoutes } from './session-routes.ts';
import { isWall } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends it, null before that is known and where it is not. */
    caller: Caller | null;
    /** Address it comes from, as far as can be seen. */
    client: string;
  }
}

/** Routes that only read: a browser may be led to them from elsewhere without harm. */
const READING = new Set(['GET', 'HEAD']);
/** Takes what senders have at their pace, and says itself when it is too much. */
const UNLIMITED = '/v1/events';
/** Is opened again by itself, whether somebody is there or not. */
const STREAM = '/v1/stream';
/** Header of what a page asks by itself while nobody does anything there. */
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
    // there is nothing at the address
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
    // a computer that several share keeps no patients
    if (url !== undefined && holdsPatients(request.method, url)) {
      reply.header('cache-control', 'no-store');
    }
    return payload;
  });
  await app.register(sessionRoutes, { access, limit });
  await app.register(auditRoute, { audit: access.audit });
}

/** A session that is used goes on, where a person does something or it is a wall's. */
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

/** Whether one of the roles is held, for the site or a ward of it. */
function mayCall({ grants }: Principal, roles: readonly Role[], site: readonly string[]): boolean {
  return grants.some(
    ({ role, wards }) =>
      roles.includes(role) && (wards === '*' || wards.some((wardId) => site.includes(wardId))),
  );
}

/** A browser adds its cookie to requests from any page, so a request that changes something must come from ours. */
function assertOwnPage({ method, headers }: FastifyRequest): void {
  if (!READING.has(method) && !isSameOrigin(headers)) {
    throw new HttpProblem('forbidden');
  }
}
