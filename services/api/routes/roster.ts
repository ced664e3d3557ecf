import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { LARGEST_ROSTER, rosterPreview, rosterUpload } from '../../../schemas/roster-upload.ts';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { ApiOptions } from '../api-options.ts';
import { nothing } from '../query-params.ts';

/** Largest body in bytes: the file in base64, and what its words mean. */
const LARGEST = Math.ceil(LARGEST_ROSTER * 1.4) + 64 * 1024;

/** The route for rosters of planners. */
export const rosterRoutes: FastifyPluginAsyncZod<ApiOptions> = async (app, options) => {
  const { rosters } = options;
  app.removeContentTypeParser('text/plain');

  app.post(
    '/v1/roster',
    {
      bodyLimit: LARGEST,
      schema: {
        operationId: 'uploadRoster',
        summary: 'Take in a roster',
        description:
          'For the wards that the caller plans. Without a token it shows what would change, by ward and day, and every row that cannot be read; nothing is stored. With the token of that answer it is stored. Shifts that begin on a day of a ward take the place of those uploaded before; other days stay. No person is kept. 409 if something else changes by now, 501 where this server takes none.',
        tags: ['History'],
        querystring: nothing,
        body: rosterUpload,
        response: {
          200: rosterPreview.meta({ description: 'What it changes, or has changed' }),
          ...problemAnswers,
        },
      },
    },
    async (request) => {
      if (rosters === undefined) throw new HttpProblem('no-rosters');
      const { principal, wards } = request.access;
      const planner = { subject: principal.subject, wards: wards.map(({ wardId }) => wardId) };
      const answer = await rosters.upload(request.body, planner);
      const hours = answer.days.map(({ added, changed, removed }) => added + changed + removed);
      request.audit.rows = answer.isApplied ? hours.reduce((sum, some) => sum + some, 0) : 0;
      return answer;
    },
  );
};
