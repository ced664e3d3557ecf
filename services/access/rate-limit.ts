import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.ts';

const MINUTE = 60_000;

/**
 * Counts the requests of each caller: of each principal, and of each address that does not say who it is.
 * @param max requests a minute; 0 for any number
 * @returns a function that throws HttpProblem `rate-limited` past that
 */
export async function limiter(
  app: FastifyInstance,
  max: number,
): Promise<(request: FastifyRequest) => Promise<void>> {
  if (max === 0) return async () => undefined;
  await app.register(rateLimit, { global: false });
  const count = app.createRateLimit({ max, timeWindow: MINUTE, keyGenerator: callerOf });
  return async (request) => {
    const counted = await count(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    throw new HttpProblem('rate-limited', { retryAfterSeconds: Math.max(1, counted.ttlInSeconds) });
  };
}

function callerOf({ caller, ip }: FastifyRequest): string {
  return caller === null ? `address ${ip}` : `${caller.principal.kind} ${caller.principal.subject}`;
}
