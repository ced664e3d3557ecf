import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { operation } from '../../../schemas/pipeline-health.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { ApiOptions } from '../api-options.ts';
import { nothing } from '../query-params.ts';
import { mapOverloadErrors } from '../send-rows.ts';

/** The state of the pipeline, for operators. */
export const operationRoutes: FastifyPluginAsyncZod<ApiOptions> = async (app, options) => {
  app.get(
    '/v1/pipeline/health',
    {
      schema: {
        operationId: 'getPipelineHealth',
        querystring: nothing,
        summary: 'Flow, lag, freshness and dead letters',
        tags: ['Operation'],
        response: { 200: operation, ...problemAnswers },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'private, no-cache');
      const state = await mapOverloadErrors(options.operation());
      request.audit.rows = state.wards.length;
      return state;
    },
  );
};
