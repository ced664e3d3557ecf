import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { formatInstant } from '../../schemas/instant.ts';
import { problemAnswers } from '../http/problem-schema.ts';
import {
  deadLetterPage,
  dismissalInput,
  dismissedLetters,
  letterQuery,
  reopenedLetters,
  reopeningInput,
} from './dead-letter-schemas.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { LetterFilter } from './letter-filter.ts';
import { retryOutcome } from './response-schemas.ts';
import { type RetryOptions, retryDeadLetters } from './retry.ts';

/** Largest body in bytes: a thousand numbers and a note fit. */
const LARGEST = 32 * 1024;

const tags = ['Events in'];
const LIST = {
  operationId: 'listDeadLetters',
  summary: 'Records that could not be taken, masked',
  description: 'The newest first; with `after` the oldest first.',
  tags,
  querystring: letterQuery,
  response: { 200: deadLetterPage, ...problemAnswers },
};
const RETRY = {
  operationId: 'retryDeadLetters',
  summary: 'Submit every open dead letter once more',
  description: 'As after a ward was added to the site.',
  tags,
  response: { 200: retryOutcome, ...problemAnswers },
};
const DISMISS = {
  operationId: 'dismissDeadLetters',
  summary: 'Dismiss dead letters, with a reason',
  description:
    'They leave the open list, its counts and retries, and stay under `state=dismissed` with who, when and why. The same record sent again stays dismissed. Sent again this changes nothing.',
  tags,
  body: dismissalInput,
  response: { 200: dismissedLetters, ...problemAnswers },
};
const REOPEN = {
  operationId: 'reopenDeadLetters',
  summary: 'Open dismissed dead letters again',
  tags,
  body: reopeningInput,
  response: { 200: reopenedLetters, ...problemAnswers },
};

/** Routes that show rejected records, submit them again, and dismiss them. */
export const deadLetterRoutes: FastifyPluginAsyncZod<RetryOptions> = async (app, options) => {
  const { deadLetters } = options;
  app.removeContentTypeParser('text/plain');

  app.get('/v1/dead-letters', { schema: LIST }, async ({ query: { limit, ...filter }, audit }) => {
    const letters = await deadLetters.list(filter, limit);
    audit.rows = letters.length;
    const { before: _before, after: _after, ...matching } = filter;
    return {
      byReason: await deadLetters.counts(),
      ...(await deadLetters.countsOf(matching)),
      letters: letters.map(asShown),
    };
  });

  app.post('/v1/dead-letters/retry', { schema: RETRY }, () => retryDeadLetters(options));

  app.post(
    '/v1/dead-letters/dismiss',
    { schema: DISMISS, bodyLimit: LARGEST },
    async ({ body, access, audit }) => {
      const { because, note = null } = body;
      const by = access.principal.subject;
      const dismissed = await deadLetters.dismiss(filterOf(body), { because, note, by });
      audit.rows = dismissed;
      return { dismissed };
    },
  );

  app.post(
    '/v1/dead-letters/reopen',
    { schema: REOPEN, bodyLimit: LARGEST },
    async ({ body, audit }) => {
      const reopened = await deadLetters.reopen(filterOf(body));
      audit.rows = reopened;
      return { reopened };
    },
  );
};

function filterOf({ numbers, matching }: z.output<typeof reopeningInput>): LetterFilter {
  if (matching === undefined) return { numbers };
  const { upTo, ...filter } = matching;
  return { ...filter, before: upTo + 1 };
}

function asShown({ receivedAt, dismissal, ...letter }: DeadLetter) {
  return {
    ...letter,
    receivedAt: formatInstant(receivedAt),
    dismissal: dismissal === null ? null : { ...dismissal, at: formatInstant(dismissal.at) },
  };
}
