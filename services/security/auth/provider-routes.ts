import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemAnswers } from '../../http/problem-schema.ts';
import { notAudited } from '../audit/request-audit.ts';
import type { Access } from './access.ts';
import { CALLBACK } from './browser-sign-in.ts';
import type { TokenCredential } from './credential.ts';
import { PENDING_SECONDS } from './pending-sign-ins.ts';
import { mayCall } from './policy.ts';
import { ROLES } from './principal.ts';
import { refusedPath, returnPath } from './return-path.ts';
import { leave, type SessionOptions } from './session-routes.ts';
import { SignInRefused } from './sign-in-result.ts';

/** Longest text of the grants of a session: a cookie holds 4096 bytes. */
const LONGEST_GRANTS = 2_000;
/** Where a browser may come from to begin: pages of this server, or its address line. */
const OWN = new Set([undefined, 'same-origin', 'none']);

const ways = z.strictObject({
  /** Sign-in at an identity provider, `null` without one. */
  provider: z
    .strictObject({
      /** Where a browser begins; the parameter `to` says where it goes after it. */
      start: z.string(),
      /** Text of the button. */
      button: z.strictObject({ sv: z.string(), en: z.string() }),
    })
    .nullable(),
});

/**
 * Routes by which a browser signs in at an identity provider. Their cookies are `SameSite=Lax`, since the provider, another
 * site, sends the browser back; that of the session is `Strict`, and the screens that it leads to hold no data.
 */
export const providerRoutes: FastifyPluginAsyncZod<SessionOptions> = async (app, options) => {
  const { access, limit } = options;
  app.addHook('onSend', async (_, reply) => {
    reply.header('cache-control', 'no-store');
  });

  app.get(
    '/v1/sign-in',
    {
      schema: {
        operationId: 'getWaysToSignIn',
        summary: 'How browsers may sign in, beside keys',
        tags: ['Access'],
        response: { 200: ways, ...problemAnswers },
      },
    },
    async () => {
      const signIn = await access.signIn();
      return {
        provider: signIn === null ? null : { start: '/login/start', button: signIn.button },
      };
    },
  );

  app.get(
    '/login/start',
    {
      exposeHeadRoute: false,
      schema: { hide: true, querystring: z.object({ to: z.string().optional().catch(undefined) }) },
    },
    async (request, reply) => {
      await limit.unauthenticated(request);
      const to = returnPath(request.query.to);
      const signIn = await access.signIn();
      // another site must not begin it
      if (signIn === null || !OWN.has(request.headers['sec-fetch-site'] as string | undefined)) {
        return leave(reply, to);
      }
      try {
        const { address, pending } = await signIn.begin(to);
        const { name, secure } = await access.cookieSettings();
        const old = await access.pending.superfluous(request.cookies, name);
        for (const each of old) reply.clearCookie(each, lax(secure));
        const cookie = await access.pending.seal(pending);
        reply.setCookie(access.pending.nameOf(name, pending.state), cookie, {
          ...{ ...lax(secure), maxAge: PENDING_SECONDS },
        });
        return leave(reply, address);
      } catch (error) {
        return refuse(request, reply, access, error, to);
      }
    },
  );

  app.get(CALLBACK, { exposeHeadRoute: false, schema: { hide: true } }, async (request, reply) => {
    await limit.unauthenticated(request);
    const search = new URL(request.url, 'http://here.invalid').searchParams;
    const state = search.get('state') ?? '';
    const signIn = await access.signIn();
    const { name, secure } = await access.cookieSettings();
    const pending = await access.pending.take(request.cookies, name, state);
    if (signIn === null || pending === null) {
      await limit.wrong(request);
      return refuse(request, reply, access, new SignInRefused('expired'), '/');
    }
    reply.clearCookie(access.pending.nameOf(name, state), lax(secure));
    try {
      await enter(request, reply, access, await signIn.finish(search, pending));
      return leave(reply, pending.returnTo);
    } catch (error) {
      return refuse(request, reply, access, error, pending.returnTo);
    }
  });
};

const lax = (secure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure }) as const;

/**
 * Begins the session of an account.
 * @throws SignInRefused if it may do nothing here
 */
async function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  access: Access,
  credential: TokenCredential,
): Promise<void> {
  const { subject, grants } = credential;
  const caller = await access.admitted(credential);
  if (caller === null || !mayCall(caller.principal, ROLES, access.site)) {
    throw new SignInRefused('no-role', { subject });
  }
  if (JSON.stringify(grants).length > LONGEST_GRANTS) {
    throw new SignInRefused('too-many-roles', { subject });
  }
  request.caller = caller;
  await request.audit.announce(request);
  await access.keepSession(reply, caller);
}

/** Counts a sign-in that did not succeed, and sends the browser to a screen that says why. */
async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  access: Access,
  error: unknown,
  to: string,
): Promise<FastifyReply> {
  if (!(error instanceof SignInRefused)) throw error;
  const { reason, subject } = error;
  access.failed('provider');
  if (subject === null) access.refused.count(request.client, `sign-in-${reason}`);
  else {
    // the provider vouches for who it is, so the line can name it
    request.caller = {
      principal: { subject, kind: 'token', grants: [], expiresAt: null },
      credential: { kind: 'token', issuer: '', subject, grants: [], expiresAt: 0 },
      session: null,
    };
    if (!(await request.audit.write(request, 403))) throw notAudited();
  }
  return leave(reply, refusedPath(reason, to));
}
