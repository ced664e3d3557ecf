import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { UNREADY_REASONS } from '../../schemas/unready-reason.ts';
import { problemAnswers } from '../http/problem-schema.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Readiness } from '../platform/readiness.ts';

export interface HealthOptions {
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Updates the gauges before they are read. */
  readonly gauge: () => void;
}

const tags = ['Operation'];
const live = z.strictObject({ status: z.literal('live') });
const ready = z.strictObject({ status: z.literal('ready') });
const notReady = z.strictObject({
  status: z.literal('not-ready'),
  reasons: z.array(z.enum(UNREADY_REASONS)),
});

/** Routes for supervisors and monitoring. */
export const health: FastifyPluginAsyncZod<HealthOptions> = async (app, options) => {
  const { metrics, readiness, gauge } = options;

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
        summary: 'Whether what was stored is served, and nothing fails; else why not',
        tags,
        response: {
          200: ready,
          503: {
            description: 'It catches up, is behind, or fails',
            content: { 'application/json': { schema: notReady } },
          },
        },
      },
    },
    async (_, reply) => {
      const reasons = readiness.reasons();
      if (reasons.length === 0) return { status: 'ready' as const };
      return reply.code(503).send({ status: 'not-ready', reasons });
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
      const reasons = new Set(readiness.reasons());
      metrics.auditFailing.set(Number(reasons.has('audit')));
      for (const reason of UNREADY_REASONS) {
        metrics.notReady.set({ reason }, Number(reasons.has(reason)));
      }
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    },
  );
};
