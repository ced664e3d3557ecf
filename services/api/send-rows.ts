import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Format } from '../../pipelines/serving/export.ts';
import type { Dialect } from '../../pipelines/serving/forms.ts';
import type { Query, WardHourRange } from '../../pipelines/serving/queries.ts';
import { type QueryCaller, QueryOverloadError } from '../../pipelines/serving/query-pool.ts';
import { formatInstant, MICROS_PER_HOUR } from '../../schemas/instant.ts';
import { hasVersion } from '../http/etag.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Answers } from './answers.ts';
import { formatOf, MEDIA_TYPES } from './negotiate.ts';
import { parseRange, type RangeQuery } from './query-params.ts';

/** The query of a request, and the form of its answer. */
export interface RowsReply {
  readonly query: Query;
  /** The flat query for formats other than JSON, if it differs. */
  readonly flat?: Query;
  readonly about: WardHourRange;
  readonly form: {
    readonly format?: Format | undefined;
    readonly dialect: Dialect;
    readonly limit: number;
    readonly cursor?: string | undefined;
  };
  /** Fields of the JSON answer beside `from`, `to` and the items. */
  readonly head: Record<string, unknown>;
  /** Name of the file to save. */
  readonly name: string;
}

/** Bytes that are read and sent at once. */
const PIECE_BYTES = 1024 * 1024;
const CACHING = 'private, no-cache';

/**
 * Answers a request with rows: a page of JSON, or all of them as a spreadsheet, Arrow or Parquet. Answers 304 if the
 * client's copy is current.
 */
export async function sendRows(
  request: FastifyRequest,
  reply: FastifyReply,
  answers: Answers,
  wanted: RowsReply,
): Promise<never> {
  const { query, about, form, head } = wanted;
  if (formatOf(request, form.format) !== 'json')
    return sendRowsFile(request, reply, answers, wanted);
  const skip = skipOf(form.cursor);
  const key = answers.keyOf(query, about, `${skip}+${form.limit} ${JSON.stringify(head)}`);
  const page = await mapOverloadErrors(
    answers.page(key, query, { skip, limit: form.limit }, callerOf(request, reply, about)),
  );
  const { items, rows, more, version, patients } = page;
  // who has it already is shown it again
  request.audit.encounters = patients;
  if (setEtagAndCheck(request, reply, version)) return sent(reply.code(304).send());
  request.audit.rows = rows;
  const { from, to, knownAt } = about;
  const known = knownAt == null ? null : formatInstant(knownAt);
  const begin = JSON.stringify({
    ...head,
    ...{ from: formatInstant(from), to: formatInstant(to), asKnownAt: known },
  });
  const next = JSON.stringify(more ? nextOf(request, skip + rows) : null);
  return sent(
    reply
      .type(MEDIA_TYPES.json)
      .send(
        Buffer.concat([
          Buffer.from(`${begin.slice(0, -1)},"items":[`),
          items,
          Buffer.from(`],"next":${next}}`),
        ]),
      ),
  );
}

/** A query of a range, which the request has in its parameters. */
interface RangeReply extends Pick<RowsReply, 'head' | 'name'> {
  /** The wards of the request; without them, every ward that the caller may see. */
  readonly wards?: readonly string[] | undefined;
  /** Whether the rows are sums, or have patients and notes on them. */
  readonly of?: 'sums' | 'patients';
  readonly query: (about: WardHourRange) => Query;
  /** The flat query for formats other than JSON, if it differs. */
  readonly flat?: (about: WardHourRange) => Query;
}

/** Answers a request with the rows of its range on the wards that the caller may see, as `sendRows` does. */
export async function sendRange(
  request: FastifyRequest & { readonly query: RangeQuery & RowsReply['form'] },
  reply: FastifyReply,
  answers: Answers,
  { wards, of, query, flat, head, name }: RangeReply,
): Promise<never> {
  const about = parseRange(request.access.wardsOf(wards, of), request.query);
  return sendRows(request, reply, answers, {
    ...{ about, head, name, form: request.query, query: query(about) },
    ...(flat && { flat: flat(about) }),
  });
}

/** Answers a request with all rows in one file, whatever the format. */
export async function sendRowsFile(
  request: FastifyRequest,
  reply: FastifyReply,
  answers: Answers,
  { query, flat = query, parts, about, form, name }: RowsFileReply,
): Promise<never> {
  const format = formatOf(request, form.format);
  const wanted = format === 'json' ? query : flat;
  const key = answers.keyOf(wanted, about, `${format} ${form.dialect}`);
  const queries = parts?.(format) ?? [wanted];
  const file = await mapOverloadErrors(
    answers.file(key, queries, format, form.dialect, callerOf(request, reply, null)),
  );
  request.audit.encounters = file.patients;
  if (setEtagAndCheck(request, reply, file.version)) return sent(reply.code(304).send());
  request.audit.rows = file.rows;
  reply.type(format === 'csv' ? 'text/csv; charset=utf-8' : MEDIA_TYPES[format]);
  reply.header('content-length', file.bytes);
  reply.header('content-disposition', `attachment; filename="${name}.${format}"`);
  return sendFile(request, reply, file.path);
}

/** Sends the bytes of a file; to HEAD only the headers. */
export async function sendFile(
  { method }: FastifyRequest,
  reply: FastifyReply,
  path: string,
): Promise<never> {
  if (method === 'HEAD') return sent(reply.send(Readable.from([])));
  return sent(reply.send((await open(path)).createReadStream({ highWaterMark: PIECE_BYTES })));
}

/** Types the reply of a handler that has already sent its answer, so that fastify does not serialize it. */
export function sent(reply: unknown): never {
  return reply as never;
}

interface RowsFileReply extends Omit<RowsReply, 'head' | 'form'> {
  readonly form: Pick<RowsReply['form'], 'format' | 'dialect'>;
  /** The queries of the parts, if the range is long. */
  readonly parts?: (format: Format) => Query[];
}

/**
 * Sets ETag and caching headers; true if the client's copy is current.
 * @param version of the data that the client may see, and of nothing else, since the client sees it too
 */
export function setEtagAndCheck(
  request: FastifyRequest,
  reply: FastifyReply,
  version: string,
): boolean {
  const tag = `W/"${version}"`;
  reply.header('etag', tag).header('cache-control', CACHING);
  reply.header('vary', 'accept, authorization, cookie');
  return hasVersion(request, tag);
}

/** Maps an overloaded query pool to 503; a client that has left does not see it. */
export async function mapOverloadErrors<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error) => {
    if ((error as Error).name === 'AbortError') throw new HttpProblem('busy', { cause: error });
    if (!(error instanceof QueryOverloadError)) throw error;
    throw new HttpProblem(error.what === 'queue' ? 'busy' : 'took-too-long', {
      retryAfterSeconds: 5,
    });
  });
}

function skipOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const skip = /^after:(\d{1,12})$/.exec(text)?.[1];
  if (skip !== undefined) return Number(skip);
  throw new HttpProblem('invalid-request', {
    errors: [{ pointer: '/cursor', detail: 'Expected a cursor from `next`' }],
  });
}

/** The address of the next page of the same query. */
function nextOf(request: FastifyRequest, skip: number): string {
  const url = new URL(request.url, 'http://localhost');
  url.searchParams.set('cursor', Buffer.from(`after:${skip}`).toString('base64url'));
  return `${url.pathname}${url.search}`;
}

/** Queries up to this length count as short. */
const SHORT = 3 * 24 * MICROS_PER_HOUR;

/**
 * Returns who queries by a request: its principal, whose queries share one queue. If the client leaves before the
 * answer, the query is cancelled.
 * @param about the range of the query; `null`: a whole file, which takes long
 */
export function callerOf(
  { access: { principal } }: FastifyRequest,
  { raw }: FastifyReply,
  about: Pick<WardHourRange, 'from' | 'to'> | null,
): QueryCaller {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  // a client that left earlier emits no further event
  if (raw.destroyed) gone.abort();
  return {
    name: `${principal.kind} ${principal.subject}`,
    isShort: about !== null && about.to - about.from <= SHORT,
    signal: gone.signal,
  };
}
