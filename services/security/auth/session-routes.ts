import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { Access } from './access.ts';
import { expiryText } from './access-file.ts';
import { SCREEN_NAMES, screensOf } from './policy.ts';
import { grantText, type Principal } from './principal.ts';
import { known, type Limiter } from './rate-limit.ts';
import { refusedPath } from './return-path.ts';
import { isSameOrigin } from './same-origin.ts';

export interface SessionOptions {
  readonly access: Access;
  readonly limit: Limiter;
}

const tags = ['Access'];

const session = z.strictObject({
  subject: z.string(),
  kind: z.enum(['key', 'token', 'local']),
  /** In text form: `ward_viewer:31A`. */
  grants: z.array(z.string()),
  /** Screens that it may use. */
  screens: z.array(z.enum(SCREEN_NAMES)),
  /** When it ends, `null` for never. */
  expiresAt: z.string().nullable(),
});

const ended = z.strictObject({
  /** Where the browser signs out at the identity provider too. */
  providerSignOut: z.string(),
});

/** Routes by which a browser signs in and out, and reads its session. */
export const sessionRoutes: FastifyPluginAsyncZod<SessionOptions> = async (app, options) => {
  const { access, limit } = options;
  app.addHook('onSend', async (_, reply) => {
    reply.header('cache-control', 'no-store');
  });

  app.get(
    '/login',
    // HEAD would use the token and set no cookie
    {
      exposeHeadRoute: false,
      schema: { hide: true, querystring: z.object({ token: z.string().optional() }) },
    },
    async (request, reply) => {
      const { oneTime } = access;
      const { token = '' } = request.query;
      if (oneTime?.token.isGood(token)) {
        const caller = await access.admitted(oneTime.credential);
        request.caller = caller;
        await request.audit.announce(request);
        // of two simultaneous requests, one succeeds
        const isFirst = caller !== null && oneTime.token.take(token);
        if (isFirst) await access.keepSession(reply, caller);
        return leave(reply, isFirst ? '/' : refusedPath('used-link'));
      }
      if (token === '') return leave(reply, '/');
      access.failed('link');
      await limit.wrong(request);
      const isUsed = oneTime?.token.wasGood(token) === true;
      return leave(reply, refusedPath(isUsed ? 'used-link' : 'wrong-link'));
    },
  );

  app.post(
    '/v1/session',
    {
      schema: {
        operationId: 'signIn',
        summary: 'Begin a session of a browser with the key or token that is shown',
        tags,
        security: [{ bearer: [] }],
        response: { 200: session, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await known(request, reply, limit, () => access.bearer(request));
      request.caller = caller;
      await limit.caller(request);
      await request.audit.announce(request);
      await access.keepSession(reply, caller);
      return sessionOf(caller.principal, access.site);
    },
  );

  app.get(
    '/v1/session',
    {
      schema: {
        operationId: 'getSession',
        summary: 'Who asks, and what they may',
        tags,
        response: { 200: session, ...problemAnswers },
      },
    },
    async (request) => sessionOf(request.access.principal, access.site),
  );

  app.delete(
    '/v1/session',
    {
      schema: {
        operationId: 'signOut',
        summary: 'End the session of a browser',
        tags,
        response: {
          200: ended.meta({ description: 'It is ended here; the identity provider has its own' }),
          204: z.undefined().meta({ description: 'It is ended' }),
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      const { name, secure } = await access.cookieSettings();
      const session = await access.session(request);
      if (session === null) await limit.unauthenticated(request);
      if (request.cookies[name] !== undefined && !isSameOrigin(request.headers)) {
        throw new HttpProblem('forbidden');
      }
      if (session !== null) {
        request.caller = await access.admitted(session.credential);
        await request.audit.announce(request);
        await access.endSession(session);
      }
      // other servers on this host own their cookies, so they stay
      reply.header('clear-site-data', '"cache"');
      reply.clearCookie(name, { path: '/', sameSite: 'strict', secure });
      const isOfProvider = session?.credential.kind === 'token';
      const providerSignOut = isOfProvider ? (await access.signIn())?.signOutAddress : null;
      if (providerSignOut == null) return reply.code(204).send();
      return reply.code(200).send({ providerSignOut });
    },
  );
};

/** Sends a browser on, from an address that is nobody else's to know. */
export function leave(reply: FastifyReply, path: string): FastifyReply {
  return reply.header('referrer-policy', 'no-referrer').redirect(path, 303);
}

function sessionOf(principal: Principal, site: readonly string[]): z.input<typeof session> {
  const { subject, kind, grants, expiresAt } = principal;
  return {
    ...{ subject, kind, grants: grants.map(grantText) },
    screens: screensOf(principal, site),
    expiresAt: expiresAt === null ? null : expiryText(expiresAt),
  };
}
