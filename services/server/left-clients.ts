import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.ts';
import type { Metrics } from '../platform/metrics.ts';

/**
 * Counts requests and streams whose connection closed before the answer was complete. This is not a failure of the
 * server: the log has it at debug level.
 */
export function countLeft(app: FastifyInstance, metrics: Pick<Metrics, 'clientsLeft'>): void {
  const streams = new Set<string>();
  app.addHook('onRoute', (route) => {
    if ('sse' in route) streams.add(route.url);
  });
  app.addHook('onRequest', async (request, { raw, log }) => {
    raw.once('close', () => {
      if (raw.writableFinished) return;
      const route = request.routeOptions.url ?? 'none';
      metrics.clientsLeft.inc({ of: streams.has(route) ? 'stream' : 'request' });
      log.debug({ traceId: request.id, route }, 'the client left');
    });
  });
}

/** Error codes of reading from or writing to a closed connection. */
const CODES = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Returns a problem if only the client's leaving caused an error; `null` for any other, or if the client is there. */
export function leftOf(error: Error, { raw }: FastifyRequest): HttpProblem | null {
  if (!raw.socket.destroyed) return null;
  const { code = '', cause = error } = error as NodeJS.ErrnoException;
  const isCutOff = (cause as Error).name === 'AbortError';
  return isCutOff || CODES.has(code) ? new HttpProblem('client-left') : null;
}
