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
import { asKnownAt, form, grain, paging, rangeQuery, wardParams, wards } from '../query-params.ts';
import { pageResponse } from '../response-schemas.ts';
import { sendRange } from '../send-rows.ts';

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
      const { grain } = request.query;
      return sendRange(request, reply, answers, {
        wards: [wardId],
        query: (about) => intensity(about, grain),
        head: { wardId, grain },
        name: `intensity-${grain}`,
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
      return sendRange(request, reply, answers, {
        wards: [wardId],
        query: changes,
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
      const { wards, grain } = request.query;
      return sendRange(request, reply, answers, {
        wards: wards?.split(','),
        query: (about) => comparison(about, grain),
        head: { grain },
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
    (request, reply) =>
      sendRange(request, reply, answers, {
        wards: request.query.wards?.split(','),
        query: heatmap,
        head: {},
        name: 'heatmap',
      }),
  );

  app.get(
    '/v1/judgements',
    {
      schema: {
        operationId: 'listJudgements',
        summary: 'The charge nurses’ own judgements',
        description:
          'They stand beside the score and never change it. Those who judge a ward get the id of each, by which any of them may change it or take it back.',
        tags,
        querystring: rangeQuery(LONGEST.wards, { wards, asKnownAt, ...form, ...paging }),
        response: pageResponse('Judgements', judgementView, {}, 'In order of time'),
      },
    },
    (request, reply) =>
      sendRange(request, reply, answers, {
        wards: request.query.wards?.split(','),
        of: 'patients',
        query: judgements,
        head: {},
        name: 'judgements',
      }),
  );
};
