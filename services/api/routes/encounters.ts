import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { LANGUAGES } from '../../../pipelines/explanation/bilingual.ts';
import { explain } from '../../../pipelines/explanation/explain.ts';
import {
  encounterHours,
  patientsAhead,
  type WardHourRange,
  type WardReader,
} from '../../../pipelines/serving/queries.ts';
import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import { formatInstant, instant, MICROS_PER_HOUR, parseInstant } from '../../../schemas/instant.ts';
import { encounterHourView, explanation, patientAhead } from '../../../schemas/read-api.ts';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { ApiOptions } from '../api-options.ts';
import { encounterParams, form, hoursOf, paging, rangeQuery, wardParams } from '../query-params.ts';
import { pageResponse } from '../response-schemas.ts';
import { callerOf, mapOverloadErrors, sendRange, sendRows } from '../send-rows.ts';

const LONGEST_DAYS = 400;
const tags = ['Patients'];

/** Patients by pseudonym, for the unit that treats them. */
export const encounters: FastifyPluginAsyncZod<ApiOptions> = async (app, options) => {
  const { answers, stream, serving, site, models } = options;
  const params = encounterParams(site);
  const currentHour = (readers: readonly WardReader[]): WardHourRange => {
    // before there is any stream time there is no hour to return
    const now = parseInstant(stream.current().streamTime ?? '1970-01-01T00:00:00Z');
    return { readers, ...hoursOf({ from: now, to: now + 1 }), knownAt: null };
  };

  app.get(
    '/v1/wards/:wardId/encounters',
    {
      schema: {
        operationId: 'listEncounters',
        summary: 'The patients of a ward now, with what each needs',
        description: 'The encounter-hours of the current hour at stream time.',
        tags,
        params: wardParams,
        querystring: z.strictObject({ ...form, ...paging }),
        response: pageResponse(
          'Encounters',
          encounterHourView,
          { wardId: z.string() },
          'Encounters',
        ),
      },
    },
    (request, reply) => {
      const { wardId } = request.params;
      const about = currentHour(request.access.wardsOf([wardId]));
      return sendRows(request, reply, answers, {
        query: encounterHours(about, null, 'wire'),
        flat: encounterHours(about, null, 'flat'),
        about,
        form: request.query,
        head: { wardId },
        name: 'encounters',
      });
    },
  );

  app.get(
    '/v1/wards/:wardId/encounters/ahead',
    {
      schema: {
        operationId: 'listEncountersAhead',
        summary:
          'What the patients of a ward need in the shifts to come, if their care stays as it is',
        description:
          'The rest of this shift and the two after it, for each patient who is on the ward. No forecast: who comes and goes, and how levels change, is not known ahead.',
        tags,
        params: wardParams,
        querystring: z.strictObject({ ...form, ...paging }),
        response: pageResponse(
          'EncountersAhead',
          patientAhead,
          { wardId: z.string() },
          'Encounters and shifts; `from` and `to` are of the current hour',
        ),
      },
    },
    (request, reply) => {
      const { wardId } = request.params;
      const about = currentHour(request.access.wardsOf([wardId]));
      return sendRows(request, reply, answers, {
        ...{ query: patientsAhead(about), about, form: request.query },
        ...{ head: { wardId }, name: 'encounters-ahead' },
      });
    },
  );

  app.get(
    '/v1/encounters/:encounterId/intensity',
    {
      schema: {
        operationId: 'getEncounterIntensity',
        summary: 'What a patient needed, hour by hour',
        description: 'On the wards that may be seen as one who treats there.',
        tags,
        params,
        querystring: rangeQuery(LONGEST_DAYS, { ...form, ...paging }),
        response: pageResponse(
          'EncounterIntensity',
          encounterHourView,
          { encounterId: z.string() },
          'Hours',
        ),
      },
    },
    (request, reply) => {
      const { encounterId } = request.params;
      return sendRange(request, reply, answers, {
        query: (about) => encounterHours(about, encounterId, 'wire'),
        flat: (about) => encounterHours(about, encounterId, 'flat'),
        head: { encounterId },
        name: 'encounter',
      });
    },
  );

  app.get(
    '/v1/encounters/:encounterId/explanation',
    {
      schema: {
        operationId: 'explainEncounter',
        summary: 'Why a patient’s hour is what it is',
        description:
          'Components with the weights behind them and their sources, levels, inputs with value and time, and what is assumed.',
        tags,
        params,
        querystring: z.strictObject({
          hour: instant.meta({ format: 'date-time', description: 'An instant in the hour' }),
          wardId: z
            .string()
            .max(64)
            .optional()
            .meta({
              description: 'Where the patient was on two wards in the hour',
              examples: ['31A'],
            }),
          lang: z.enum(LANGUAGES).default('sv').meta({ description: 'Of the texts' }),
        }),
        response: { 200: explanation, ...problemAnswers },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'private, no-cache');
      const { hour, wardId, lang } = request.query;
      const hours = hoursOf({ from: hour, to: hour + 1 });
      const about = {
        ...hours,
        readers: request.access.wardsOf(wardId === undefined ? undefined : [wardId]),
      };
      const { sql, parameters } = encounterHours(about, request.params.encounterId, 'wire');
      const caller = callerOf(request, reply, about);
      const [row] = await mapOverloadErrors(
        serving.queryPool.rows<EncounterHour>(sql, parameters, caller),
      );
      if (row === undefined) {
        throw new HttpProblem('unknown-encounter', {
          detail: `Nothing of it in the hour from ${formatInstant(hours.to - MICROS_PER_HOUR)} on the wards that may be seen`,
        });
      }
      request.audit.rows = 1;
      request.audit.encounters = [row.encounterId];
      return explain(row, models.get(row.model) ?? models.get(site.model)!, lang);
    },
  );
};
