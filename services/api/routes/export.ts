import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  encounterHours,
  type Grain,
  intensity,
  judgements,
  partsOf,
  type Query,
  roster,
  type WardHourRange,
} from '../../../pipelines/serving/queries.ts';
import {
  encounterHourView,
  intensityPoint,
  judgementView,
  rosterEntry,
} from '../../../schemas/read-api.ts';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { ApiOptions } from '../api-options.ts';
import {
  asKnownAt,
  form,
  grainOfHours,
  longest,
  parseRange,
  rangeQuery,
  wards,
} from '../query-params.ts';
import { contentOf } from '../response-schemas.ts';
import { sendRowsFile } from '../send-rows.ts';

interface Dataset {
  readonly query: (range: WardHourRange, grain: Grain) => Query;
  /** The query for data frames and spreadsheets, if it differs. */
  readonly flat?: (range: WardHourRange) => Query;
  readonly longestDays: number;
  /** Schema of its JSON. */
  readonly rows: z.ZodArray;
  /** Hours of one query. */
  readonly partHours?: number;
  /** Has patients: only for those who treat them. */
  readonly ofPatients?: boolean;
  /** Has notes on patients: only for those who treat them. */
  readonly hasNotes?: boolean;
}

const DATASETS = {
  'ward-hours': {
    query: intensity,
    rows: z.array(intensityPoint),
    longestDays: 1_100,
    partHours: 30 * 24,
  },
  staffing: { query: roster, rows: z.array(rosterEntry), longestDays: 1_100 },
  judgements: {
    query: judgements,
    rows: z.array(judgementView),
    longestDays: 1_100,
    hasNotes: true,
  },
  'encounter-hours': {
    query: (range) => encounterHours(range, null, 'wire'),
    flat: (range) => encounterHours(range, null, 'flat'),
    rows: z.array(encounterHourView),
    longestDays: 31,
    partHours: 24,
    ofPatients: true,
  },
} as const satisfies Record<string, Dataset>;

const NAMES = Object.keys(DATASETS) as (keyof typeof DATASETS)[];
const LONGEST = Math.max(...NAMES.map((name) => DATASETS[name].longestDays));

/** The route that returns a whole range in one file. */
export const exports: FastifyPluginAsyncZod<ApiOptions> = async (app, { answers }) => {
  app.get(
    '/v1/export/:dataset',
    {
      schema: {
        operationId: 'exportDataset',
        summary: 'A whole range as one file',
        description: `Ward-hours, staffing and judgements of up to ${DATASETS['ward-hours'].longestDays} days, encounter-hours of up to ${DATASETS['encounter-hours'].longestDays}. \`grain\` (hour without it) is of ward-hours alone, and encounter-hours are as known now alone. JSON is one array.`,
        tags: ['Export'],
        params: z.strictObject({
          dataset: z
            .enum(NAMES)
            .meta({ description: 'What is exported', examples: ['ward-hours'] }),
        }),
        querystring: rangeQuery(LONGEST, { wards, grain: grainOfHours, asKnownAt, ...form }),
        response: {
          200: {
            description: 'The rows',
            content: contentOf(z.union(NAMES.map((name) => DATASETS[name].rows))),
          },
          ...problemAnswers,
        },
      },
    },
    (request, reply) => {
      const { query, params } = request;
      const dataset: Dataset = DATASETS[params.dataset];
      assertFits(query, params.dataset, dataset);
      const of = dataset.ofPatients || dataset.hasNotes ? 'patients' : 'sums';
      let readers = request.access.wardsOf(query.wards?.split(','), of);
      if (dataset.ofPatients) readers = readers.filter(({ treating }) => treating);
      if (readers.length === 0) throw new HttpProblem('forbidden');
      const about = parseRange(readers, query);
      const rows = dataset.query(about, query.grain ?? 'hour');
      const flat = dataset.flat?.(about) ?? rows;
      // buckets of a day or more have few rows, and parts would split them
      const isWhole = dataset.partHours === undefined || (query.grain ?? 'hour') !== 'hour';
      const ranges = isWhole ? [about] : partsOf(about, dataset.partHours!);
      return sendRowsFile(request, reply, answers, {
        ...{ query: rows, flat, about, form: query, name: params.dataset },
        parts: (format) =>
          ranges.map((part) => {
            return format === 'json' || dataset.flat === undefined
              ? dataset.query(part, query.grain ?? 'hour')
              : dataset.flat(part);
          }),
      });
    },
  );
};

interface Wanted {
  readonly from: number;
  readonly to: number;
  readonly grain?: Grain | undefined;
  readonly asKnownAt?: number | undefined;
}

/** Refuses a parameter that a dataset does not support: ignoring it would return a misleading answer. */
function assertFits(wanted: Wanted, name: string, { longestDays, ofPatients }: Dataset): void {
  const { from, to, grain, asKnownAt } = wanted;
  const errors = [];
  if (to - from > longest(longestDays)) {
    errors.push({ pointer: '/to', detail: `Expected at most ${longestDays} days at a time` });
  }
  if (grain !== undefined && name !== 'ward-hours') {
    errors.push({ pointer: '/grain', detail: 'Expected none: it is of ward-hours' });
  }
  if (asKnownAt !== undefined && ofPatients) {
    const detail = 'Expected none: encounter-hours are as they are known now';
    errors.push({ pointer: '/asKnownAt', detail });
  }
  if (errors.length > 0) throw new HttpProblem('invalid-request', { errors });
}
