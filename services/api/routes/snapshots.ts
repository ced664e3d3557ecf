import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { ApiOptions } from '../api-options.ts';
import { MEDIA_TYPES } from '../negotiate.ts';
import { nothing } from '../query-params.ts';
import { sendFile, sent, setEtagAndCheck } from '../send-rows.ts';
import { snapshotEntry } from '../snapshots.ts';

const tags = ['Export'];

/** Months as Parquet files, for users who may plan for the whole site. */
export const snapshots: FastifyPluginAsyncZod<ApiOptions> = async (app, { snapshots, site }) => {
  const assertWholeSite = (wards: readonly unknown[]) => {
    if (wards.length < site.wards.length) throw new HttpProblem('forbidden');
  };

  app.get(
    '/v1/snapshots',
    {
      schema: {
        operationId: 'listSnapshots',
        querystring: nothing,
        summary: 'Months that are over, each a Parquet file',
        description: 'With hash, rows and schema version. A month that is corrected is a new file.',
        tags,
        response: {
          200: z.strictObject({ snapshots: z.array(snapshotEntry) }),
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      assertWholeSite(request.access.wards);
      reply.header('cache-control', 'private, no-cache');
      const list = await snapshots.list();
      request.audit.rows = list.length;
      return { snapshots: list };
    },
  );

  app.get(
    '/v1/snapshots/:file',
    {
      schema: {
        operationId: 'getSnapshot',
        querystring: nothing,
        summary: 'The ward-hours of a month',
        tags,
        params: z.strictObject({
          file: z.string().max(80).meta({ description: '`file` of the list' }),
        }),
        response: {
          200: {
            description: 'Parquet, columns as of the export of ward-hours',
            content: {
              [MEDIA_TYPES.parquet]: { schema: z.string().meta({ format: 'binary' }) },
            },
          },
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      assertWholeSite(request.access.wards);
      const found = await snapshots.find(request.params.file);
      if (found === null) throw new HttpProblem('unknown-snapshot');
      request.audit.rows = found.entry.rows;
      if (setEtagAndCheck(request, reply, found.entry.sha256))
        return sent(reply.code(304).send('' as never));
      reply.type(MEDIA_TYPES.parquet).header('content-length', found.entry.bytes);
      reply.header('content-disposition', `attachment; filename="${found.entry.file}"`);
      return sendFile(request, reply, found.path);
    },
  );
};
