import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WardHourRange } from '../../pipelines/serving/queries.ts';
import type { QueryCaller } from '../../pipelines/serving/query-pool.ts';
import { MICROS_PER_HOUR } from '../../schemas/instant.ts';

/** Queries up to this length count as short. */
const SHORT = 3 * 24 * MICROS_PER_HOUR;

/**
 * Returns who queries by a request: its principal, whose queries share one queue. If the client leaves before the
 * answer, the query is cancelled.
 * @param about the range of the query; `null`: a whole file, which takes long
 */
export function callerOf(
  { access: { principal } }: FastifyRequest,
  { raw }: FastifyReply,
  about: Pick<WardHourRange, 'from' | 'to'> | null,
): QueryCaller {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  // a client that left earlier emits no further event
  if (raw.destroyed) gone.abort();
  return {
    name: `${principal.kind} ${principal.subject}`,
    isShort: about !== null && about.to - about.from <= SHORT,
    signal: gone.signal,
  };
}
