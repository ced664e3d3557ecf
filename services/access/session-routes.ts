import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { problemAnswers } from '../http/problem-schema.ts';
import type { Access, Caller } from './access.ts';
import { expiryText } from './access-file.ts';
import { grantText, type Principal } from './principal.ts';
import { isSameOrigin } from './same-origin.ts';

export interface SessionOptions {
  readonly access: Access;
  readonly limit: (request: FastifyRequest) => Promise<void>;
}

const tags = ['Access'];

const session = z.strictObject({
  subject: z.string(),
  kind: z.enum(['key', 'token', 'local']),
  /** As they are written: `ward_viewer:31A`. */
  grants: z.array(z.string()),
  /** When it ends, NULL for never. */
  expiresAt: z.string().nullable(),
});

/** How a browser signs in and out, and learns who it is. */
export const sessionRoutes: FastifyPluginAsyncZod<SessionOptions> = async (app, options) => {
  const { access, limit } = options;
  app.addHook('onSend', async (_, reply) => {
    reply.header('cache-control', 'no-store');
  });

  app.get(
    '/login',
    // HEAD would use the token up and bring no cookie
    {
      exposeHeadRoute: false,
      schema: { hide: true, querystring: z.object({ token: z.string().optional() }) },
    },
    async (request, reply) => {
      await limit(request);
      const { oneTime } = access;
      if (oneTime?.token.isGood(request.query.token ?? '')) {
        request.caller = await access.admitted(oneTime.pass, 'bearer');
        await request.audit.announce(request);
        // of two who come together one is let in
        if (request.caller !== null && oneTime.token.take(request.query.token ?? '')) {
          await signIn(reply, access, request.caller);
        }
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
      await limit(request);
      request.caller = (await access.bearer(request)) ?? null;
      if (request.caller === null) {
        reply.header('www-authenticate', 'Bearer');
        throw new HttpProblem('unauthenticated');
      }
      await request.audit.announce(request);
      await signIn(reply, access, request.caller);
      return told(request.caller.principal);
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
    async ({ access }) => told(access.principal),
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
      await limit(request);
      const { cookie } = access.sessions;
      if (request.cookies[cookie] !== undefined && !isSameOrigin(request.headers)) {
        throw new HttpProblem('forbidden');
      }
      return reply.clearCookie(cookie, { path: '/', sameSite: 'strict' }).code(204).send();
    },
  );
};

async function signIn(reply: FastifyReply, access: Access, { pass, principal }: Caller) {
  const { value, maxAge } = await access.sessions.seal(pass, principal.expiresAt);
  const { secureCookie: secure } = await access.credentials();
  reply.setCookie(access.sessions.cookie, value, {
    ...{ path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge },
  });
}

function told({ subject, kind, grants, expiresAt }: Principal): z.input<typeof session> {
  return {
    ...{ subject, kind, grants: grants.map(grantText) },
    expiresAt: expiresAt === null ? null : expiryText(expiresAt),
  };
}
