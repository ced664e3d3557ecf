import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { Access } from './access.ts';
import { expiryText } from './access-file.ts';
import { grantText, type Principal } from './principal.ts';
import { known, type Limiter } from './rate-limit.ts';
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
  /** When it ends, `null` for never. */
  expiresAt: z.string().nullable(),
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
        if (caller !== null && oneTime.token.take(token)) await access.keepSession(reply, caller);
      } else if (token !== '') {
        access.wrongLink();
        await limit.wrong(request);
      }
      return reply.header('referrer-policy', 'no-referrer').redirect('/', 303);
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
      return sessionOf(caller.principal);
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
    async ({ access }) => sessionOf(access.principal),
  );

  app.delete(
    '/v1/session',
    {
      schema: {
        operationId: 'signOut',
        summary: 'End the session of a browser',
        tags,
        response: { 204: z.undefined().meta({ description: 'It is ended' }), ...problemAnswers },
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
      return reply.clearCookie(name, { path: '/', sameSite: 'strict', secure }).code(204).send();
    },
  );
};

function sessionOf({ subject, kind, grants, expiresAt }: Principal): z.input<typeof session> {
  return {
    ...{ subject, kind, grants: grants.map(grantText) },
    expiresAt: expiresAt === null ? null : expiryText(expiresAt),
  };
}
