import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.ts';
import type { Access, Caller } from './access.ts';
import { auditRequests } from './audit-hooks.ts';
import { auditRoute } from './audit-route.ts';
import { ruleOf } from './policy.ts';
import type { Principal, Role } from './principal.ts';
import { purposeOf } from './purpose.ts';
import { limiter } from './rate-limit.ts';
import { isSameOrigin } from './same-origin.ts';
import { Scope } from './scope.ts';
import { sessionRoutes } from './session-routes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends it, null before that is known and where it is not. */
    caller: Caller | null;
  }
}

/** Routes that only read: a browser may be led to them from elsewhere without harm. */
const READING = new Set(['GET', 'HEAD']);
/** Takes what senders have at their pace, and says itself when it is too much. */
const UNLIMITED = '/v1/events';

/**
 * Lets nobody call a route who may not, and tells handlers by `request.access` what may be seen. Every
 * route that comes after must have a rule.
 */
export async function guard(app: FastifyInstance, access: Access): Promise<void> {
  app.decorateRequest('caller', null);
  app.decorateRequest('access');
  await app.register(cookie);
  auditRequests(app, access);
  const limit = await limiter(app, access.rateLimit);

  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      if (ruleOf(each, url) !== undefined) continue;
      throw new Error(
        `${each} ${url} has no rule: say in services/access/policy.ts who may call it`,
      );
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    const { url } = request.routeOptions;
    // there is nothing at the address
    if (url === undefined) return;
    const rule = ruleOf(request.method, url)?.rule;
    if (rule === 'public') return;
    request.caller = await access.caller(request).catch(async (error) => {
      await limit(request);
      throw error;
    });
    const { caller } = request;
    if (caller === null || url !== UNLIMITED) await limit(request);
    if (caller === null) {
      reply.header('www-authenticate', 'Bearer');
      throw new HttpProblem('unauthenticated');
    }
    const { roles } = rule ?? { roles: [] };
    const { principal, by } = caller;
    request.access = new Scope(principal, roles, access.site, purposeOf(request.headers.purpose));
    if (!mayCall(principal, roles, access.site)) throw new HttpProblem('forbidden');
    assertOwnPage(request, by);
    const { wardId } = request.params as { wardId?: string };
    if (wardId !== undefined) request.access.assertWard(wardId);
  });
  await app.register(sessionRoutes, { access, limit });
  await app.register(auditRoute, { audit: access.audit });
}

/** Whether one of the roles is held, for the site or a ward of it. */
export function mayCall(
  { grants }: Principal,
  roles: readonly Role[],
  site: readonly string[],
): boolean {
  return grants.some(
    ({ role, wards }) =>
      roles.includes(role) && (wards === '*' || wards.some((wardId) => site.includes(wardId))),
  );
}

/** A browser sends its cookie whoever asks it to: what changes something must come from a page of ours. */
function assertOwnPage({ method, headers }: FastifyRequest, by: Caller['by']): void {
  if (by === 'cookie' && !READING.has(method) && !isSameOrigin(headers)) {
    throw new HttpProblem('forbidden');
  }
}
