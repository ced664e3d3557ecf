import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { model as modelSchema } from '../../../schemas/model.ts';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { ApiOptions } from '../api-options.ts';
import { nothing } from '../query-params.ts';

const CACHING = 'private, max-age=300';
const tags = ['Models'];
const summary = modelSchema.pick({ id: true, title: true, description: true });

/** The route for models, which the minutes are computed with: every weight with unit, source and kind. */
export const models: FastifyPluginAsyncZod<ApiOptions> = async (app, { models: all, site }) => {
  app.get(
    '/v1/models',
    {
      schema: {
        operationId: 'listModels',
        querystring: nothing,
        summary: 'The models that minutes can be computed with, the one of the site first',
        tags,
        response: { 200: z.strictObject({ models: z.array(summary) }), ...problemAnswers },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', CACHING);
      const models = [...all.values()]
        .sort((a, b) => Number(b.id === site.model) - Number(a.id === site.model))
        .map(({ id, title, description }) => ({ id, title, description }));
      request.audit.rows = models.length;
      return { models };
    },
  );

  app.get(
    '/v1/models/:modelId',
    {
      schema: {
        operationId: 'getModel',
        querystring: nothing,
        summary: 'Every weight of a model, with unit, source and kind',
        tags,
        params: z.strictObject({
          modelId: z
            .string()
            .max(64)
            .meta({ description: 'From the list', examples: ['vi-2'] }),
        }),
        response: { 200: modelSchema.meta({ id: 'Model' }), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const model = all.get(request.params.modelId);
      if (model === undefined) throw new HttpProblem('unknown-model');
      reply.header('cache-control', CACHING);
      request.audit.rows = 1;
      return model;
    },
  );
};
