import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WardHourRange } from '../../pipelines/serving/queries.ts';
import type { Asker } from '../../pipelines/serving/query-pool.ts';
import { MICROS_PER_HOUR } from '../../schemas/instant.ts';

/** Questions of this much are short. */
const SHORT = 3 * 24 * MICROS_PER_HOUR;

/**
 * Who asks by a request: its principal, whose questions take their turn together. Where the client leaves before
 * it is answered, nobody asks any more.
 * @param about the range of the query; `null`: a whole file, which takes long
 */
export function askerOf(
  { access: { principal } }: FastifyRequest,
  { raw }: FastifyReply,
  about: Pick<WardHourRange, 'from' | 'to'> | null,
): Asker {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  // who left before is heard no more
  if (raw.destroyed) gone.abort();
  return {
    name: `${principal.kind} ${principal.subject}`,
    isShort: about !== null && about.to - about.from <= SHORT,
    signal: gone.signal,
  };
}
