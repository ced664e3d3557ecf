import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../../http/client-address.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { AuthFailure, Caller } from './caller.ts';

const MINUTE = 60_000;

/** Most requests per minute; 0 for no limit. */
export interface Limits {
  /** Of one principal, and of one address without a credential. */
  readonly rateLimit: number;
  /** Of one address with a wrong credential. */
  readonly failedSignIns: number;
}

/** Counts a request. @throws HttpProblem `rate-limited` beyond the limit */
type Count = (request: FastifyRequest) => Promise<void>;

/** The counters for callers, for requests without a credential, and for wrong credentials. */
export interface Limiter {
  readonly caller: Count;
  readonly unauthenticated: Count;
  readonly wrong: Count;
}

/**
 * Counts requests, each kind separately: requests without a valid key never limit a caller with a valid key, token
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
    unauthenticated: counted(
      most,
      `Expected at most ${most} requests a minute without a key from one address`,
      ({ client }) => `unauthenticated ${clientOf(client)}`,
    ),
    wrong: counted(
      failedSignIns,
      `Expected at most ${failedSignIns} wrong keys, tokens or links a minute from one address; a valid one is taken at once`,
      ({ client }) => `wrong ${clientOf(client)}`,
    ),
  };
}

/**
 * Authenticates the caller first and counts the request then, so that unauthenticated requests do not limit a valid caller.
 * @throws HttpProblem if authentication fails or is not possible
 */
export async function known(
  request: FastifyRequest,
  reply: FastifyReply,
  limit: Limiter,
  judge: () => Promise<Caller | AuthFailure>,
): Promise<Caller> {
  const caller = await judge().catch(async (error) => {
    await limit.unauthenticated(request);
    throw error;
  });
  if (typeof caller !== 'string') return caller;
  await (caller === 'wrong' ? limit.wrong(request) : limit.unauthenticated(request));
  reply.header('www-authenticate', 'Bearer');
  throw new HttpProblem('unauthenticated');
}
