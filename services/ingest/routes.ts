import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Decoded, decode, decodeValues } from '../../pipelines/scoring/decode.ts';
import type { EventRules } from '../../pipelines/scoring/event-rules.ts';
import { formatInstant } from '../../schemas/instant.ts';
import type { Sources } from '../access/sources.ts';
import { HttpProblem } from '../http/problem.ts';
import { problemAnswers } from '../http/problem-schema.ts';
import { lines } from '../lines.ts';
import type { DeadLetters } from './dead-letters.ts';
import { Busy, type Intake, type Verdict } from './intake.ts';
import { type ProvenanceOptions, provenance } from './provenance.ts';
import { refusalOf } from './refusal.ts';
import { retryDeadLetters } from './retry.ts';
import { senderOf } from './sender.ts';
import { Taken } from './taken.ts';
import { deadLetterPage, outcome as outcomeTold, retryOutcome } from './told.ts';

export interface IngestOptions {
  readonly intake: Intake;
  readonly deadLetters: DeadLetters;
  readonly rules: EventRules;
  /** The versions of an event and who sent each, where this server keeps the events. */
  readonly sentBy?: ProvenanceOptions['sentBy'];
}

export interface IngestRoutesOptions extends IngestOptions {
  /** The systems that a sender may write for now, `null` where it is nobody any more. */
  readonly sourcesOf: (subject: string) => Promise<Sources | null>;
}

/** Bytes of a body of JSON, which is read whole. */
const LARGEST_JSON_BYTES = 8 * 1024 * 1024;
/** Records of one request, so that its answer stays small. */
const MOST_RECORDS = 50_000;
/** Bytes of a body of NDJSON, which is read as it comes. */
const LARGEST_NDJSON_BYTES = 512 * 1024 * 1024;
/** Lines of an NDJSON body that are submitted together. */
const PORTION = 2_000;
/** Bytes of them, since a line may be long. */
const PORTION_BYTES = 4 * 1024 * 1024;

const tags = ['Events in'];
const EVENTS = {
  operationId: 'sendEvents',
  summary: 'Send ward events',
  description: `One event, an array, or NDJSON, at most ${MOST_RECORDS} in all. They are stored when this is answered. What cannot be taken is kept as a dead letter, and does not hold up the rest.`,
  tags,
  response: { 200: outcomeTold, ...problemAnswers },
};
const LETTERS = {
  operationId: 'listDeadLetters',
  summary: 'Records that could not be taken, masked',
  tags,
  querystring: z.strictObject({
    after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).meta({
      description: 'Number of the last that is known',
    }),
    limit: z.coerce.number().int().min(0).max(1000).default(100).meta({
      description: 'Letters at most; 0 for the counts alone',
    }),
  }),
  response: { 200: deadLetterPage, ...problemAnswers },
};
const RETRY = {
  operationId: 'retryDeadLetters',
  summary: 'Submit every dead letter once more',
  description: 'As after a ward was added to the site.',
  tags,
  response: { 200: retryOutcome, ...problemAnswers },
};

/** An answer of many results is written as it is: it is made here. */
const asItIs = () => JSON.stringify;

/** What became of a request's records: counts, and a result for each in its order. */
interface Outcome {
  accepted: number;
  duplicates: number;
  rejected: number;
  readonly results: ({ readonly index: number } & Verdict)[];
}

/** How events come in over HTTP, and what is known of those that were rejected. */
export const ingest: FastifyPluginAsyncZod<IngestRoutesOptions> = async (app, options) => {
  const { intake, deadLetters, rules } = options;

  if (options.sentBy !== undefined) {
    await app.register(provenance, { sentBy: options.sentBy });
  }
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: LARGEST_JSON_BYTES },
    async (_: FastifyRequest, body: Buffer) => parsed(body),
  );
  // read line by line in the handler; the limits are per line and in records
  app.addContentTypeParser('application/x-ndjson', (_request, payload, done) =>
    done(null, payload),
  );

  app.post('/v1/events', { schema: EVENTS, serializerCompiler: asItIs }, async (request) => {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
      const detail = 'Expected no content-encoding; send the text as it is';
      throw new HttpProblem('unsupported-media-type', { detail });
    }
    // no body and no word of one: nothing was parsed
    if (request.body === undefined) throw new HttpProblem('unsupported-media-type');
    if (intake.isFull) throw refusalOf(new Busy('Too many events are waiting to be stored'));
    const outcome: Outcome = { accepted: 0, duplicates: 0, rejected: 0, results: [] };
    const taken = new Taken();
    const sender = senderOf(request.access);
    const submit = async (decoded: Decoded) => {
      const verdicts = await intake.submit(decoded, sender);
      request.audit.events = taken.add(decoded, verdicts);
      add(outcome, verdicts);
    };
    try {
      if (request.headers['content-type']?.startsWith('application/x-ndjson')) {
        await takeLines(request.body as AsyncIterable<Buffer>, rules, submit, outcome);
      } else {
        const values = Array.isArray(request.body) ? request.body : [request.body];
        assertFew(values.length);
        await submit(decodeValues(values, rules));
      }
    } catch (error) {
      throw refusalOf(error);
    }
    return outcome;
  });

  app.get('/v1/dead-letters', { schema: LETTERS }, async ({ query: { after, limit }, audit }) => {
    const letters = await deadLetters.list(after, limit);
    audit.rows = letters.length;
    return {
      byReason: await deadLetters.counts(),
      letters: letters.map((letter) => ({
        ...letter,
        receivedAt: formatInstant(letter.receivedAt),
      })),
    };
  });

  app.post('/v1/dead-letters/retry', { schema: RETRY }, async () => {
    try {
      return await retryDeadLetters(options);
    } catch (error) {
      throw refusalOf(error);
    }
  });
};

/** Submits an NDJSON body portion by portion: memory is bounded whatever its length. */
async function takeLines(
  body: AsyncIterable<Buffer>,
  rules: EventRules,
  submit: (decoded: Decoded) => Promise<void>,
  outcome: Outcome,
): Promise<void> {
  for await (const { records } of lines(limited(body), 0, PORTION, PORTION_BYTES)) {
    if (records.length === 0) continue;
    assertFew(outcome.results.length + records.length, outcome.results.length);
    const numbered = records.map(({ bytes }, offset) => ({ offset, bytes }));
    await submit(decode(numbered, rules));
  }
}

async function* limited(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LARGEST_NDJSON_BYTES) {
      throw new HttpProblem('too-large', {
        detail: `Expected at most ${LARGEST_NDJSON_BYTES} bytes a request; events before are stored`,
      });
    }
    yield chunk;
  }
}

function add(outcome: Outcome, verdicts: readonly Verdict[]): void {
  for (const verdict of verdicts) {
    outcome.results.push({ index: outcome.results.length, ...verdict });
    if (verdict.status === 'accepted') outcome.accepted++;
    else if (verdict.status === 'duplicate') outcome.duplicates++;
    else outcome.rejected++;
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new HttpProblem('malformed-json', { detail: 'Expected one event or an array of events' });
  }
}

function assertFew(records: number, stored = 0): void {
  if (records > MOST_RECORDS) {
    throw new HttpProblem('too-large', {
      detail: `Expected at most ${MOST_RECORDS} events a request; the first ${stored} are taken`,
    });
  }
}
