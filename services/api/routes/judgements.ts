import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { judgementInput, judgementView } from '../../../schemas/read-api.ts';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { ApiOptions } from '../api-options.ts';
import { JudgementService } from '../judgement-service.ts';
import { judgementParams, nothing, wardParams } from '../query-params.ts';

/** Largest body in bytes: a note in any script fits. */
const LARGEST = 16 * 1024;

/** The routes for judgements of charge nurses. */
export const judgementRoutes: FastifyPluginAsyncZod<ApiOptions> = async (app, options) => {
  const { judge, patience, serving, now } = options;
  const judgements =
    judge === undefined ? null : new JudgementService({ serving, judge, now, patience });
  app.removeContentTypeParser('text/plain');

  app.post(
    '/v1/wards/:wardId/judgements',
    {
      bodyLimit: LARGEST,
      schema: {
        operationId: 'sendJudgement',
        summary: 'Say how heavy a ward is',
        description:
          'The charge nurse’s own judgement, at the time of the server. It stands beside the score and never changes it. Sent again it is the same one; with another value or note it is corrected; any lead of the ward may. 501 where this server takes none.',
        tags: ['History'],
        params: wardParams,
        querystring: nothing,
        body: judgementInput,
        response: {
          200: judgementView.meta({ description: 'It is known, or corrected' }),
          201: judgementView.meta({ description: 'It is stored, and served from now on' }),
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      if (judgements === null) throw new HttpProblem('no-judgements');
      const { judgement, isNew } = await judgements.record(
        request.params.wardId,
        request.body,
        request.access.principal.subject,
      );
      request.audit.rows = 1;
      return reply.code(isNew ? 201 : 200).send(judgement);
    },
  );

  app.delete(
    '/v1/wards/:wardId/judgements/:judgementId',
    {
      schema: {
        operationId: 'withdrawJudgement',
        summary: 'Take a judgement back',
        description:
          'By any lead of the ward, with the id that GET /v1/judgements returns. It counts no more, and stays in what was known earlier. Taken back again it stays so; its id is not used again.',
        tags: ['History'],
        params: judgementParams,
        querystring: nothing,
        response: {
          200: judgementView.meta({ description: 'It is taken back; as it was' }),
          ...problemAnswers,
        },
      },
    },
    async (request) => {
      if (judgements === null) throw new HttpProblem('no-judgements');
      const { wardId, judgementId } = request.params;
      const { subject } = request.access.principal;
      const judgement = await judgements.withdraw(wardId, judgementId, subject);
      request.audit.rows = 1;
      return judgement;
    },
  );
};
