import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { decode, decodeValues } from '../../pipelines/scoring/decode.ts';
import { formatInstant } from '../../schemas/instant.ts';
import { HttpProblem } from '../http/problem.ts';
import { lines } from '../lines.ts';
import type { DeadLetters } from './dead-letters.ts';
import { Busy, type Intake, NotStored, type Verdict } from './intake.ts';
import { retryDeadLetters } from './retry.ts';

export interface IngestOptions {
  readonly intake: Intake;
  readonly deadLetters: DeadLetters;
  readonly wards: ReadonlySet<string>;
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

/** What became of a request's records: counts, and a result for each in its order. */
interface Outcome {
  accepted: number;
  duplicates: number;
  rejected: number;
  readonly results: ({ readonly index: number } & Verdict)[];
}

/** How events come in over HTTP, and what is known of those that were rejected. */
export const ingest: FastifyPluginAsync<IngestOptions> = async (app, options) => {
  const { intake, deadLetters, wards } = options;

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

  app.post('/v1/events', async (request) => {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
      const detail = 'Expected no content-encoding; send the text as it is';
      throw new HttpProblem('unsupported-media-type', { detail });
    }
    if (intake.isFull) throw told(new Busy('Too many events are waiting to be stored'));
    const outcome: Outcome = { accepted: 0, duplicates: 0, rejected: 0, results: [] };
    try {
      if (request.headers['content-type']?.startsWith('application/x-ndjson')) {
        await takeLines(request.body as AsyncIterable<Buffer>, options, outcome);
      } else {
        const values = Array.isArray(request.body) ? request.body : [request.body];
        assertFew(values.length);
        add(outcome, await intake.submit(decodeValues(values, wards)));
      }
    } catch (error) {
      throw told(error);
    }
    return outcome;
  });

  app.get<{ Querystring: { after?: string; limit?: string } }>(
    '/v1/dead-letters',
    async ({ query }) => {
      const after = wholeNumber('after', query.after, 0, Number.MAX_SAFE_INTEGER);
      const limit = wholeNumber('limit', query.limit, 100, 1000);
      const letters = await deadLetters.list(after, limit);
      return {
        byReason: await deadLetters.counts(),
        letters: letters.map((letter) => ({
          ...letter,
          receivedAt: formatInstant(letter.receivedAt),
        })),
      };
    },
  );

  app.post('/v1/dead-letters/retry', async () => {
    try {
      return await retryDeadLetters(options);
    } catch (error) {
      throw told(error);
    }
  });
};

/** Submits an NDJSON body portion by portion: memory is bounded whatever its length. */
async function takeLines(
  body: AsyncIterable<Buffer>,
  { intake, wards }: IngestOptions,
  outcome: Outcome,
): Promise<void> {
  for await (const { records } of lines(limited(body), 0, PORTION, PORTION_BYTES)) {
    if (records.length === 0) continue;
    assertFew(outcome.results.length + records.length, outcome.results.length);
    const numbered = records.map(({ bytes }, offset) => ({ offset, bytes }));
    add(outcome, await intake.submit(decode(numbered, wards)));
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

/** A failure of the intake as a sender is told of it. */
function told(error: unknown): unknown {
  if (error instanceof Busy) {
    const { message: detail, retryAfterSeconds } = error;
    return new HttpProblem('too-busy', { detail, retryAfterSeconds });
  }
  if (error instanceof NotStored) {
    const { retryAfterSeconds, cause } = error;
    return new HttpProblem('not-stored', { retryAfterSeconds, cause });
  }
  return error;
}

function wholeNumber(name: string, text: string | undefined, preset: number, most: number): number {
  if (text === undefined) return preset;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new HttpProblem('invalid-request', {
      errors: [{ pointer: `/${name}`, detail: `Expected a whole number from 0 to ${most}` }],
    });
  }
  return value;
}
