import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { formatInstant, type Micros } from '../../../schemas/instant.ts';
import { UNPLACED_LISTS, unplacedPage } from '../../../schemas/unplaced.ts';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { ApiOptions } from '../api-options.ts';

/** Returns the lists, if this server scores. */
export type UnplacedOptions = Pick<ApiOptions, 'unplaced'>;

const MOST = 1_000;

/** The route for unplaced events by pseudonym, for operators. */
export const unplacedRoutes: FastifyPluginAsyncZod<UnplacedOptions> = async (app, { unplaced }) => {
  app.get(
    '/v1/pipeline/unplaced/:list',
    {
      schema: {
        operationId: 'listUnplaced',
        summary: 'Stays that ended by themselves, moves without effect, events without a stay',
        description:
          'The latest first. 501 where this server does not score: over Kafka each scorer lists those of its partitions, one after another.',
        tags: ['Operation'],
        params: z.strictObject({
          list: z
            .enum(UNPLACED_LISTS)
            .meta({ description: 'Which list', examples: ['presumed-left'] }),
        }),
        querystring: z.strictObject({
          limit: z.coerce
            .number()
            .int()
            .min(1)
            .max(MOST)
            .default(100)
            .meta({ description: 'Lines at most' }),
          offset: z.coerce
            .number()
            .int()
            .min(0)
            .max(1_000_000_000)
            .default(0)
            .meta({ description: 'Lines to skip: `next` of the part before' }),
        }),
        response: { 200: unplacedPage, ...problemAnswers },
      },
    },
    async (request, reply) => {
      if (unplaced === undefined) throw new HttpProblem('no-scorer');
      const { list } = request.params;
      const { limit, offset } = request.query;
      const { counts, rows } = await unplaced(list, { limit, offset });
      reply.header('cache-control', 'private, no-cache');
      request.audit.rows = rows.length;
      request.audit.encounters = [...new Set(rows.map(({ encounterId }) => encounterId))];
      const items = rows.map((row) => ({
        ...row,
        occurredAt: formatInstant(row.occurredAt),
        recordedAt: instantText(row.recordedAt),
        leftAt: instantText(row.leftAt),
      }));
      const end = offset + rows.length;
      return { list, counts, items, next: end < counts[list] ? end : null } as never;
    },
  );
};

function instantText(micros: Micros | null): string | null {
  return micros === null ? null : formatInstant(micros);
}
