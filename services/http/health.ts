import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Metrics } from '../metrics.ts';
import { problemAnswers } from './problem-schema.ts';

export interface HealthOptions {
  readonly metrics: Metrics;
  /** True once everything stored is scored and served. */
  readonly isReady: () => boolean;
  /** Brings gauges up to date before they are read. */
  readonly gauge: () => void;
}

const tags = ['Operation'];
const live = z.strictObject({ status: z.literal('live') });
const ready = z.strictObject({ status: z.literal('ready') });
const starting = z.strictObject({ status: z.literal('starting') });

/** What supervisors and monitoring ask. */
export const health: FastifyPluginAsyncZod<HealthOptions> = async (app, options) => {
  const { metrics, isReady, gauge } = options;

  app.get(
    '/health/live',
    {
      schema: {
        operationId: 'isLive',
        summary: 'Whether the process answers',
        tags,
        response: { 200: live },
      },
    },
    async () => ({ status: 'live' as const }),
  );

  app.get(
    '/health/ready',
    {
      schema: {
        operationId: 'isReady',
        summary: 'Whether everything that was stored is served',
        tags,
        response: {
          200: ready,
          503: {
            description: 'It catches up, or fails',
            content: { 'application/json': { schema: starting } },
          },
        },
      },
    },
    async (_, reply) => {
      if (isReady()) return { status: 'ready' as const };
      return reply.code(503).send({ status: 'starting' });
    },
  );

  app.get(
    '/metrics',
    {
      schema: {
        operationId: 'getMetrics',
        summary: 'Numbers of the service for Prometheus',
        tags,
        response: {
          200: {
            description: 'Prometheus text format',
            content: { 'text/plain': { schema: z.string() } },
          },
          ...problemAnswers,
        },
      },
    },
    async (_, reply) => {
      gauge();
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    },
  );
};
