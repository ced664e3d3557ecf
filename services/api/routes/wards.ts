import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { WardReader } from '../../../pipelines/serving/queries.ts';
import { streamMessages, wardNow } from '../../../schemas/ward-now.ts';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { ApiOptions } from '../api-options.ts';
import { MEDIA_TYPES } from '../negotiate.ts';
import { nothing, wardParams } from '../query-params.ts';
import { sent } from '../send-rows.ts';
import type { WardStream } from '../ward-stream.ts';

const texts = new WeakMap<object, string>();

/** A message as JSON, serialized once for all clients; it must not change. */
function serialized(message: object): string {
  const known = texts.get(message);
  if (known !== undefined) return known;
  const text = JSON.stringify(message);
  texts.set(message, text);
  return text;
}

/** Routes for the current state of the wards. */
export const wards: FastifyPluginAsyncZod<ApiOptions> = async (app, { stream }) => {
  const snapshots = new SnapshotTexts(stream);

  app.get(
    '/v1/wards',
    {
      schema: {
        operationId: 'listWards',
        querystring: nothing,
        summary: 'Current status of every ward',
        description: 'The wards that may be seen, in the order of the site, at stream time.',
        tags: ['Wards now'],
        response: { 200: streamMessages.snapshot, ...problemAnswers },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'private, no-cache').type(MEDIA_TYPES.json);
      request.audit.rows = request.access.wards.length;
      return sent(reply.send(snapshots.of(request.access.wards) as never));
    },
  );

  app.get(
    '/v1/wards/:wardId',
    {
      schema: {
        operationId: 'getWard',
        querystring: nothing,
        summary: 'Current status of a ward',
        tags: ['Wards now'],
        params: wardParams,
        response: { 200: wardNow, ...problemAnswers },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'private, no-cache');
      const [reader] = request.access.wardsOf([request.params.wardId]);
      const ward = stream.ward(reader!);
      if (ward === undefined) throw new HttpProblem('unknown-ward');
      request.audit.rows = 1;
      return ward;
    },
  );

  app.get(
    '/v1/stream',
    {
      sse: { kind: 'only', heartbeat: false, serializer: (data) => serialized(data as object) },
      compress: false,
      // a stream does not end, so it has no HEAD
      exposeHeadRoute: false,
      schema: {
        operationId: 'followWards',
        summary: 'Wards as they change, as server-sent events',
        description:
          'First `snapshot`, or what changed since `Last-Event-ID`; then `ward` for each ward that changes, and `tick` every 15 s. Ends where access ends.',
        tags: ['Wards now'],
        headers: z.looseObject({
          'last-event-id': z
            .string()
            .max(64)
            .optional()
            .meta({ description: 'Of the last message' }),
        }),
        response: {
          200: {
            description: 'A stream of events',
            content: {
              'text/event-stream': { schema: z.string().meta({ description: 'Data is JSON' }) },
            },
          },
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-cache, no-transform').header('x-accel-buffering', 'no');
      const gone = new AbortController();
      request.raw.socket.once('close', () => gone.abort());
      // a client that left during the write to the audit emits no close event any more
      if (request.raw.socket.destroyed) gone.abort();
      const { wards } = request.access;
      await reply.sse.send(stream.messages(reply.sse.lastEventId, gone.signal, wards));
    },
  );
};

/**
 * Makes the text of each snapshot once: clients with the same access share the text until a ward
 * changes.
 */
class SnapshotTexts {
  private readonly stream: WardStream;
  private readonly texts = new Map<string, string>();
  private version = '';

  constructor(stream: WardStream) {
    this.stream = stream;
  }

  of(readers: readonly WardReader[]): string {
    const { stream, texts } = this;
    if (stream.version !== this.version) {
      this.version = stream.version;
      texts.clear();
    }
    const key = JSON.stringify(readers);
    const known = texts.get(key);
    if (known !== undefined) return known;
    const text = JSON.stringify(stream.snapshot(readers));
    texts.set(key, text);
    return text;
  }
}
