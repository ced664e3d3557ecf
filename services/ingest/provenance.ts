import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SentVersion } from '../../pipelines/scoring/senders.ts';
import { identifier, status } from '../../schemas/envelope.ts';
import { formatInstant } from '../../schemas/instant.ts';
import { problemAnswers } from '../http/problem-schema.ts';

export interface ProvenanceOptions {
  /** The versions of an event, and who sent each. */
  readonly sentBy: (source: string, id: string) => Promise<readonly SentVersion[]>;
}

const version = z.strictObject({
  status,
  recordedAt: z.iso.datetime(),
  isStanding: z.boolean().meta({ description: 'Whether it is the version that counts' }),
  sender: z.string().nullable().meta({
    description: 'As the audit names it; null where the server wrote it, or it is not known',
  }),
});

/** Who sent an event, and each of its corrections. */
export const provenance: FastifyPluginAsyncZod<ProvenanceOptions> = async (app, { sentBy }) => {
  app.get(
    '/v1/provenance',
    {
      schema: {
        operationId: 'getProvenance',
        summary: 'Who sent an event, and each of its corrections',
        tags: ['Access'],
        querystring: z.strictObject({
          source: identifier.meta({ description: 'Of the event', examples: ['adt'] }),
          id: identifier.meta({ description: 'Of the event', examples: ['e-1'] }),
        }),
        response: {
          200: z.strictObject({ versions: z.array(version) }).meta({ id: 'Provenance' }),
          ...problemAnswers,
        },
      },
    },
    async ({ query: { source, id }, audit }, reply) => {
      reply.header('cache-control', 'no-store');
      const versions = (await sentBy(source, id)).map(({ recordedAt, ...about }) => {
        return { ...about, recordedAt: formatInstant(recordedAt) };
      });
      audit.rows = versions.length;
      return { versions };
    },
  );
};
