import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../../http/client-address.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { Caller, Stranger } from './caller.ts';

const MINUTE = 60_000;

/** Requests a minute; 0 for any number. */
export interface Limits {
  /** Of one principal, and of those of one address that show nothing. */
  readonly rateLimit: number;
  /** Of one address that show something wrong. */
  readonly failedSignIns: number;
}

/** Counts a request. @throws HttpProblem `rate-limited` past what is taken */
type Count = (request: FastifyRequest) => Promise<void>;

/** What counts the requests of callers, of strangers who show nothing, and of those who show something wrong. */
export interface Limiter {
  readonly caller: Count;
  readonly stranger: Count;
  readonly wrong: Count;
}

/**
 * Counts requests, each kind by itself: what strangers do at an address never holds up who shows a valid key, token
 * or session there.
 */
export async function limiter(app: FastifyInstance, limits: Limits): Promise<Limiter> {
  await app.register(rateLimit, { global: false });
  const counted = (
    max: number,
    detail: string,
    keyGenerator: (request: FastifyRequest) => string,
  ): Count => {
    if (max === 0) return async () => undefined;
    const count = app.createRateLimit({ max, timeWindow: MINUTE, keyGenerator });
    return async (request) => {
      const counted = await count(request);
      if (counted.isAllowed || !counted.isExceeded) return;
      const retryAfterSeconds = Math.max(1, counted.ttlInSeconds);
      throw new HttpProblem('rate-limited', { detail, retryAfterSeconds });
    };
  };
  const { rateLimit: most, failedSignIns } = limits;
  return {
    caller: counted(
      most,
      `Expected at most ${most} requests a minute of one caller`,
      ({ caller }) => `${caller!.principal.kind} ${caller!.principal.subject}`,
    ),
    stranger: counted(
      most,
      `Expected at most ${most} requests a minute without a key from one address`,
      ({ client }) => `stranger ${clientOf(client)}`,
    ),
    wrong: counted(
      failedSignIns,
      `Expected at most ${failedSignIns} wrong keys, tokens or links a minute from one address; a valid one is taken at once`,
      ({ client }) => `wrong ${clientOf(client)}`,
    ),
  };
}

/**
 * Who calls, judged first and counted then: a caller who shows what is valid waits for no stranger.
 * @throws HttpProblem where it is nobody, or cannot be found out
 */
export async function known(
  request: FastifyRequest,
  reply: FastifyReply,
  limit: Limiter,
  judge: () => Promise<Caller | Stranger>,
): Promise<Caller> {
  const caller = await judge().catch(async (error) => {
    await limit.stranger(request);
    throw error;
  });
  if (typeof caller !== 'string') return caller;
  await (caller === 'wrong' ? limit.wrong(request) : limit.stranger(request));
  reply.header('www-authenticate', 'Bearer');
  throw new HttpProblem('unauthenticated');
}
