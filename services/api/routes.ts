import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import { instant, MICROS_PER_HOUR } from '../../schemas/instant.ts';
import { wardHour } from '../../schemas/ward-hour.ts';
import { streamMessages } from '../../schemas/ward-now.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Metrics } from '../metrics.ts';
import type { WardStream } from './ward-stream.ts';

export interface ApiOptions {
  readonly serving: ServingStore;
  readonly stream: WardStream;
  readonly wards: ReadonlySet<string>;
  readonly metrics: Pick<Metrics, 'queries'>;
}

/** Longest range of one answer, in days. */
const LONGEST_RANGE_DAYS = 366;

/** What wards and planners read. */
export const api: FastifyPluginAsyncZod<ApiOptions> = async (app, options) => {
  const { serving, stream, wards, metrics } = options;

  app.get('/v1/wards', { schema: { response: { 200: streamMessages.snapshot } } }, async () =>
    stream.snapshot(),
  );

  app.get(
    '/v1/wards/:wardId/intensity',
    {
      schema: {
        params: z.strictObject({ wardId: z.string().max(64) }),
        querystring: z
          .strictObject({ from: instant, to: instant })
          .refine(({ from, to }) => to > from, {
            path: ['to'],
            error: 'Expected `to` after `from`',
          })
          .refine(({ from, to }) => to - from <= LONGEST_RANGE_DAYS * 24 * MICROS_PER_HOUR, {
            path: ['to'],
            error: `Expected at most ${LONGEST_RANGE_DAYS} days at a time`,
          }),
        response: { 200: z.strictObject({ wardId: z.string(), hours: z.array(wardHour) }) },
      },
    },
    async ({ params: { wardId }, query: { from, to } }) => {
      if (!wards.has(wardId)) throw new HttpProblem('unknown-ward');
      const stop = metrics.queries.startTimer({ query: 'ward-hours' });
      const hours = await serving.wardHours(wardId, from, to);
      stop();
      return { wardId, hours };
    },
  );

  app.get('/v1/stream', { sse: { kind: 'only', heartbeat: false } }, async (request, reply) => {
    reply.header('cache-control', 'no-cache, no-transform').header('x-accel-buffering', 'no');
    const gone = new AbortController();
    request.raw.socket.once('close', () => gone.abort());
    await reply.sse.send(stream.messages(reply.sse.lastEventId, gone.signal));
  });
};
