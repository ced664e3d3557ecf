import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type Decoded, decodeInTurns, type RawRecord } from '../../pipelines/events/decode.ts';
import { lines } from '../files/split-lines.ts';
import { clientOf } from '../http/client-address.ts';
import { HttpProblem } from '../http/problem.ts';
import { problemAnswers } from '../http/problem-schema.ts';
import { isLoopback } from '../security/auth/loopback.ts';
import { type ClockOfServer, clockRoutes } from './clock-routes.ts';
import { deadLetterRoutes } from './dead-letter-routes.ts';
import { jsonRecords, MalformedArray, TooMany } from './json-records.ts';
import { Outcome } from './outcome.ts';
import { Pace, type Turn } from './pace.ts';
import { type ProvenanceOptions, provenance } from './provenance.ts';
import { QueueFullError } from './queue-problems.ts';
import { outcome as outcomeSchema } from './response-schemas.ts';
import type { RetryOptions } from './retry.ts';
import { senderOf } from './sender.ts';

export interface IngestOptions extends Omit<RetryOptions, 'sourcesOf'> {
  /** Returns the versions of an event and their senders, if this server stores the events. */
  readonly sentBy?: ProvenanceOptions['sentBy'];
  readonly clock?: ClockOfServer;
}

export type IngestRoutesOptions = IngestOptions & RetryOptions;

/** Most bytes of a JSON body, which is read as a whole. */
const LARGEST_JSON_BYTES = 8 * 1024 * 1024;
/** Most events of an array, which is refused as a whole if it is not JSON. */
const MOST_OF_ARRAY = 5_000;
/** Most records of one request, so that its answer stays small. */
const MOST_RECORDS = 50_000;
/** Most bytes of an NDJSON body, which is read as a stream. */
const LARGEST_NDJSON_BYTES = 512 * 1024 * 1024;
/** Lines of an NDJSON body that are submitted together. */
const PORTION = 2_000;
/** Most bytes of these lines, since a line may be long. */
const PORTION_BYTES = 4 * 1024 * 1024;

const tags = ['Events in'];
const EVENTS = {
  operationId: 'sendEvents',
  summary: 'Send ward events',
  description: `One event, an array of at most ${MOST_OF_ARRAY} (8 MB), or NDJSON of at most ${MOST_RECORDS}; each of at most 64 KB, 64 fields, 100 items and four levels, in UTF-8. They are stored when this is answered. What cannot be taken is kept as a dead letter, and does not hold up the rest.`,
  tags,
  response: { 200: outcomeSchema, ...problemAnswers },
};
const LIMIT = {
  bodyLimit: LARGEST_JSON_BYTES,
  config: { ifTooLarge: 'send more as application/x-ndjson, which is read as it comes' },
};
/** The routes for events, for rejected ones, and for the clock. */
export const ingest: FastifyPluginAsyncZod<IngestRoutesOptions> = async (app, options) => {
  const { queue, rules } = options;
  const pace = new Pace(queue.patience);

  if (options.sentBy !== undefined) {
    await app.register(provenance, { sentBy: options.sentBy });
  }
  if (options.clock !== undefined) await app.register(clockRoutes, { clock: options.clock });
  await app.register(deadLetterRoutes, options);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: Buffer) => body,
  );
  // read line by line in the handler; the limits are per line and in records
  app.addContentTypeParser('application/x-ndjson', (_request, payload, done) =>
    done(null, payload),
  );

  app.post('/v1/events', { schema: EVENTS, ...LIMIT }, async (request, reply) => {
    // no body and no content type: nothing was parsed
    if (request.body === undefined) throw new HttpProblem('unsupported-media-type');
    if (queue.isFull) throw new QueueFullError('Too many events are waiting to be stored');
    const outcome = new Outcome();
    const sender = senderOf(request.access);
    const turn: Turn = (onRejected) => pace.rest(sender.subject, onRejected);
    const judge = (records: readonly RawRecord[]) => decodeInTurns(records, rules, turn);
    // a sender on this machine has the same clock
    const isElsewhere = request.access.principal.kind !== 'local' && !isHere(request.client);
    const submit = async (decoded: Decoded) => {
      if (isElsewhere) {
        options.clock?.hear(
          sender.subject,
          decoded.events.map(({ recordedAt }) => recordedAt),
        );
      }
      const results = await queue.submit(decoded, sender, turn);
      outcome.add(decoded, results);
      request.audit.events = outcome.taken;
    };
    const body = request.body as Buffer | AsyncIterable<Buffer>;
    if (Buffer.isBuffer(body)) await submit(await decodedBody(body, judge, turn));
    else await takeLines(body, judge, submit, outcome);
    // the answer is text already: as an object it would be validated and serialized again
    return reply.type('application/json; charset=utf-8').send(outcome.toJson() as never);
  });
};

/** Whether an address belongs to this machine. */
function isHere(address: string): boolean {
  const client = clientOf(address);
  return isLoopback(client) || client === clientOf('::1');
}

/** Decodes records; a sender with many rejected ones waits for the pace. */
type Judge = (records: readonly RawRecord[]) => Promise<Decoded>;

/** Submits an NDJSON body portion by portion: memory is bounded whatever its length. */
async function takeLines(
  body: AsyncIterable<Buffer>,
  judge: Judge,
  submit: (decoded: Decoded) => Promise<void>,
  outcome: Outcome,
): Promise<void> {
  for await (const { records } of lines(limited(body), 0, PORTION, PORTION_BYTES)) {
    if (records.length === 0) continue;
    assertFew(outcome.records + records.length, outcome.records);
    const numbered = records.map(({ bytes }, offset) => ({ offset, bytes }));
    await submit(await judge(numbered));
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

/**
 * Decodes a body of JSON, record by record as lines are.
 * @throws HttpProblem if the body as a whole is not JSON; then no record is accepted
 */
async function decodedBody(body: Buffer, judge: Judge, turn: Turn): Promise<Decoded> {
  try {
    const decoded = await judge(await recordsOf(body, turn));
    const broken = decoded.rejected.find(({ reason }) => reason === 'malformed-json');
    if (broken !== undefined) throw new MalformedArray(`Event ${broken.offset} is not JSON`);
    return decoded;
  } catch (error) {
    if (error instanceof MalformedArray) {
      const detail = `Expected one event or an array of events; none was taken: ${error.message}`;
      throw new HttpProblem('malformed-json', { detail });
    }
    if (error instanceof TooMany) {
      const detail = `Expected at most ${MOST_OF_ARRAY} events in an array; send more as application/x-ndjson`;
      throw new HttpProblem('too-large', { detail });
    }
    throw error;
  }
}

/** Yields the records of a JSON body; if it has none, the time to scan it counts for the pace of its sender. */
async function recordsOf(body: Buffer, turn: Turn): Promise<RawRecord[]> {
  const began = performance.now();
  try {
    return await jsonRecords(body, MOST_OF_ARRAY);
  } catch (error) {
    await turn(performance.now() - began);
    throw error;
  }
}

function assertFew(records: number, stored = 0): void {
  if (records > MOST_RECORDS) {
    throw new HttpProblem('too-large', {
      detail: `Expected at most ${MOST_RECORDS} events a request; the first ${stored} are taken`,
    });
  }
}
