import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Asked, encounterHours } from '../../../pipelines/serving/questions.ts';
import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import { formatInstant, instant, MICROS_PER_HOUR, parseInstant } from '../../../schemas/instant.ts';
import { encounterHourTold, explanation } from '../../../schemas/read-api.ts';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { ApiOptions } from '../api-options.ts';
import {
  askedOf,
  encounterParams,
  form,
  hoursOf,
  paging,
  rangeQuery,
  wardParams,
} from '../asked.ts';
import { askerOf } from '../asker-of.ts';
import { LANGUAGES } from '../explanation/bilingual.ts';
import { explain } from '../explanation/explain.ts';
import { readersOf } from '../readers-of.ts';
import { asked, tell } from '../tell.ts';
import { told } from '../told.ts';

const LONGEST_DAYS = 400;
const tags = ['Patients'];

/** Patients by pseudonym, for the unit that treats them. */
export const encounters: FastifyPluginAsyncZod<ApiOptions> = async (app, options) => {
  const { answers, stream, serving, site, model } = options;
  const params = encounterParams(site);

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
        response: told('Encounters', encounterHourTold, { wardId: z.string() }, 'Encounters'),
      },
    },
    (request, reply) => {
      const { wardId } = request.params;
      const readers = readersOf(request.access, [wardId]);
      // before there is any stream time there is no hour to tell of
      const now = parseInstant(stream.standing().streamTime ?? '1970-01-01T00:00:00Z');
      const about: Asked = { readers, ...hoursOf({ from: now, to: now + 1 }), knownAt: null };
      return tell(request, reply, answers, {
        query: encounterHours(about, null, 'told'),
        flat: encounterHours(about, null, 'flat'),
        about,
        form: request.query,
        head: { wardId },
        name: 'encounters',
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
        response: told(
          'EncounterIntensity',
          encounterHourTold,
          { encounterId: z.string() },
          'Hours',
        ),
      },
    },
    (request, reply) => {
      const { encounterId } = request.params;
      const about = askedOf(request.access.wards, request.query);
      return tell(request, reply, answers, {
        query: encounterHours(about, encounterId, 'told'),
        flat: encounterHours(about, encounterId, 'flat'),
        about,
        form: request.query,
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
        readers: readersOf(request.access, wardId === undefined ? undefined : [wardId]),
      };
      const { sql, parameters } = encounterHours(about, request.params.encounterId, 'told');
      const asker = askerOf(request, reply, about);
      const [row] = await asked(serving.readers.rows<EncounterHour>(sql, parameters, asker));
      if (row === undefined) {
        throw new HttpProblem('unknown-encounter', {
          detail: `Nothing of it in the hour from ${formatInstant(hours.to - MICROS_PER_HOUR)} on the wards that may be seen`,
        });
      }
      request.audit.rows = 1;
      request.audit.encounters = [row.encounterId];
      return explain(row, model, lang);
    },
  );
};
