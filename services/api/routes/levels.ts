import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  FEWEST,
  suggestionsOf,
  type UsualStaffing,
  usualStaffing,
} from '../../../pipelines/serving/suggest-level.ts';
import { suggestedLevels } from '../../../schemas/read-api.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { ApiOptions } from '../api-options.ts';
import { wards } from '../query-params.ts';
import { callerOf, mapOverloadErrors } from '../send-rows.ts';

/** The route for what a manager may decide the level of a ward from. */
export const levels: FastifyPluginAsyncZod<ApiOptions> = async (app, { serving, site }) => {
  app.get(
    '/v1/levels/suggested',
    {
      schema: {
        operationId: 'listSuggestedLevels',
        summary: 'What was usual on wards, as a proposal of their agreed staffing',
        description:
          'Medians over weekdays of the last eight weeks, by shift: what `level suggest` proposes, of the hours that the caller may see. It is no level before the manager has decided and the site file has it: usual is not the same as enough.',
        tags: ['History'],
        querystring: z.strictObject({ wards }),
        response: { 200: suggestedLevels, ...problemAnswers },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'private, no-cache');
      const readers = request.access.wardsOf(request.query.wards?.split(','));
      const { sql, parameters } = usualStaffing(readers);
      const rows = await mapOverloadErrors(
        serving.queryPool.rows<UsualStaffing>(sql, parameters, callerOf(request, reply, null)),
      );
      request.audit.rows = rows.length;
      return { fewest: FEWEST, items: suggestionsOf(rows, site) };
    },
  );
};
