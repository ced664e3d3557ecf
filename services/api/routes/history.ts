import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  changes,
  comparison,
  heatmap,
  intensity,
  judgements,
} from '../../../pipelines/serving/queries.ts';
import { instant } from '../../../schemas/instant.ts';
import {
  heatmapCell,
  intensityPoint,
  judgementView,
  wardComparison,
  wardHourChange,
} from '../../../schemas/read-api.ts';
import type { ApiOptions } from '../api-options.ts';
import {
  asKnownAt,
  form,
  grain,
  paging,
  parseRange,
  rangeQuery,
  wardParams,
  wards,
} from '../query-params.ts';
import { resolveWards } from '../resolve-wards.ts';
import { pageResponse } from '../response-schemas.ts';
import { sendRows } from '../send-rows.ts';

const LONGEST = { ward: 800, wards: 400 };
const tags = ['History'];
const ofWard = { wardId: z.string().meta({ description: 'As in the request' }) };
const ofGrain = { grain };

/** Routes for wards over time: need against staffing, and its distribution. */
export const history: FastifyPluginAsyncZod<ApiOptions> = async (app, { answers }) => {
  app.get(
    '/v1/wards/:wardId/intensity',
    {
      schema: {
        operationId: 'getIntensity',
        summary: 'Need against staffing of a ward over time',
        description:
          'A row for every bucket of the range, also for hours without a value, with the reason. Sums are of the hours whose need may be seen.',
        tags,
        params: wardParams,
        querystring: rangeQuery(LONGEST.ward, { grain, asKnownAt, ...form, ...paging }),
        response: pageResponse(
          'Intensity',
          intensityPoint,
          { ...ofWard, ...ofGrain },
          'Buckets in order of time',
        ),
      },
    },
    (request, reply) => {
      const { wardId } = request.params;
      const about = parseRange(resolveWards(request.access, [wardId]), request.query);
      return sendRows(request, reply, answers, {
        query: intensity(about, request.query.grain),
        about,
        form: request.query,
        head: { wardId, grain: request.query.grain },
        name: `intensity-${request.query.grain}`,
      });
    },
  );

  app.get(
    '/v1/wards/:wardId/changes',
    {
      schema: {
        operationId: 'listChanges',
        summary: 'Values that differed at a stream time',
        description: 'Ward-hours whose value as known at `asKnownAt` is not the final one.',
        tags,
        params: wardParams,
        querystring: rangeQuery(LONGEST.ward, {
          asKnownAt: instant.meta({ format: 'date-time', description: 'Stream time' }),
          ...form,
          ...paging,
        }),
        response: pageResponse('Changes', wardHourChange, ofWard, 'Hours in order of time'),
      },
    },
    (request, reply) => {
      const { wardId } = request.params;
      const about = parseRange(resolveWards(request.access, [wardId]), request.query);
      return sendRows(request, reply, answers, {
        query: changes(about),
        about,
        form: request.query,
        head: { wardId },
        name: 'changes',
      });
    },
  );

  app.get(
    '/v1/compare',
    {
      schema: {
        operationId: 'compareWards',
        summary: 'Wards side by side',
        description: 'How load, need and gap of each ward are spread over its buckets.',
        tags,
        querystring: rangeQuery(LONGEST.wards, { wards, grain, asKnownAt, ...form, ...paging }),
        response: pageResponse(
          'Comparison',
          wardComparison,
          ofGrain,
          'Wards in the order of the site',
        ),
      },
    },
    (request, reply) => {
      const { query } = request;
      const about = parseRange(resolveWards(request.access, query.wards?.split(',')), query);
      return sendRows(request, reply, answers, {
        query: comparison(about, query.grain),
        about,
        form: query,
        head: { grain: query.grain },
        name: 'compare',
      });
    },
  );

  app.get(
    '/v1/heatmap',
    {
      schema: {
        operationId: 'getHeatmap',
        summary: 'Need, staffing and gap by weekday and hour of the day',
        description:
          'In nurses, by the clock of the site. Ward-hours of all the wards are pooled: it is what one of the wards needs, and not their sum.',
        tags,
        querystring: rangeQuery(LONGEST.wards, { wards, asKnownAt, ...form, ...paging }),
        response: pageResponse('Heatmap', heatmapCell, {}, 'Monday 00 first'),
      },
    },
    (request, reply) => {
      const { query } = request;
      const about = parseRange(resolveWards(request.access, query.wards?.split(',')), query);
      return sendRows(request, reply, answers, {
        query: heatmap(about),
        about,
        form: query,
        head: {},
        name: 'heatmap',
      });
    },
  );

  app.get(
    '/v1/judgements',
    {
      schema: {
        operationId: 'listJudgements',
        summary: 'The charge nurses’ own judgements',
        description: 'They stand beside the score and never change it.',
        tags,
        querystring: rangeQuery(LONGEST.wards, { wards, asKnownAt, ...form, ...paging }),
        response: pageResponse('Judgements', judgementView, {}, 'In order of time'),
      },
    },
    (request, reply) => {
      const { query } = request;
      const readers = resolveWards(request.access, query.wards?.split(','), 'patients');
      const about = parseRange(readers, query);
      return sendRows(request, reply, answers, {
        query: judgements(about),
        about,
        form: query,
        head: {},
        name: 'judgements',
      });
    },
  );
};
