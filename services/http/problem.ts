import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { problemPage, wantsPage } from './problem-page.ts';
import type { problem as problemSchema } from './problem-schema.ts';

type Problem = Omit<z.output<typeof problemSchema>, 'traceId'>;

const PROBLEMS = {
  unauthenticated: [401, 'Say who you are: with a key, or by signing in'],
  forbidden: [403, 'You may not do this here'],
  'identity-unavailable': [503, 'The identity provider cannot be reached now; try again'],
  'not-audited': [503, 'The audit log cannot be written, so nothing is read or changed; try again'],
  'rate-limited': [429, 'These are more requests than are taken in a minute; try again'],
  'too-busy': [429, 'Too much is waiting to be stored; try again'],
  'too-many-connections': [503, 'Too many connections are at work; try again'],
  'too-large': [413, 'The request is larger than is taken at once'],
  'not-acceptable': [406, 'None of the formats that are accepted is given'],
  'unsupported-media-type': [415, 'Send application/json or application/x-ndjson'],
  'timed-out': [408, 'The request did not arrive in time'],
  'headers-too-large': [431, 'The header of the request is larger than is taken'],
  'malformed-request': [400, 'This is not HTTP'],
  'malformed-json': [400, 'The body is not JSON'],
  'invalid-utf8': [400, 'The body is not text in UTF-8'],
  'invalid-request': [400, 'The request does not fit the resource'],
  'id-taken': [409, 'The id is of another judgement; send it with an id of its own'],
  'no-scorer': [501, 'This server does not score; send the request to the scorer'],
  'no-judgements': [501, 'This server takes no judgements'],
  'no-rosters': [501, 'This server takes no rosters'],
  'roster-changed': [409, 'What the roster changes is not what was shown; look at it again'],
  'unknown-encounter': [404, 'No hour of this encounter may be seen'],
  'unknown-model': [404, 'No model has this id'],
  'unknown-snapshot': [404, 'No snapshot has this name'],
  // no client reads it: log, audit and metrics use it
  'client-left': [499, 'The client left before it was answered'],
  busy: [503, 'Too many questions are waiting; ask again'],
  'took-too-long': [503, 'The question took too long; ask for less at a time'],
  'unknown-judgement': [404, 'The ward has no such judgement'],
  'unknown-ward': [404, 'No ward of the site has this id'],
  'not-found': [404, 'There is nothing at this address'],
  'wrong-method': [405, 'The address does not take this method'],
  'not-answered': [503, 'The answer could not be made now; ask again'],
  'not-stored': [503, 'The events could not be stored now; send them again'],
  unconfirmed: [503, 'It is not known in time whether this is stored; send it again'],
  internal: [500, 'Something went wrong here; it is in the log under the trace id'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemType = keyof typeof PROBLEMS;

/** Thrown by a route; the error handler answers with it. */
export class HttpProblem extends Error {
  override name = 'HttpProblem';
  readonly problem: Problem;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    type: ProblemType,
    more: Pick<Problem, 'detail' | 'errors'> & { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    const [status, title] = PROBLEMS[type];
    const { retryAfterSeconds, cause, ...rest } = more;
    super(more.detail ?? title, { cause });
    this.problem = { type: `urn:vardintensitet:problem:${type}`, title, status, ...rest };
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Answers with a problem: as JSON, or as a page to a browser that would show the answer to a person. */
export function sendProblem(reply: FastifyReply, error: HttpProblem): FastifyReply {
  const { problem, retryAfterSeconds } = error;
  // removes headers of the answer that failed
  for (const header of ['etag', 'content-disposition', 'content-length']) {
    reply.removeHeader(header);
  }
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  const body = { ...problem, traceId: reply.request.id };
  reply.code(problem.status).header('vary', 'accept');
  if (wantsPage(reply.request.headers.accept)) {
    return reply.type('text/html; charset=utf-8').send(problemPage(body));
  }
  return reply.type('application/problem+json').send(JSON.stringify(body));
}

const CLIENT_PROBLEMS: Record<string, ProblemType> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'timed-out',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** Milliseconds that a client has to read the answer to an invalid request. */
const READING_DEADLINE = 1_000;

/** Sockets that are answered in one turn of the event loop, because thousands may be late at once. */
const AT_A_TIME = 50;
const unanswered: { readonly error: NodeJS.ErrnoException; readonly socket: Socket }[] = [];

/**
 * Answers bytes that never became a request, and closes the connection: the socket is destroyed, since a socket that
 * is only ended stays open until the client closes it too.
 */
export function sendClientProblem(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  if (unanswered.length === 0) setImmediate(answerSome);
  unanswered.push({ error, socket });
}

function answerSome(): void {
  for (const { error, socket } of unanswered.splice(0, AT_A_TIME)) {
    if (socket.destroyed) continue;
    socket.end(clientAnswer(CLIENT_PROBLEMS[error.code ?? ''] ?? 'malformed-request'), () =>
      socket.destroy(),
    );
    setTimeout(() => socket.destroy(), READING_DEADLINE).unref();
  }
  if (unanswered.length > 0) setImmediate(answerSome);
}

function clientAnswer(type: ProblemType): string {
  const { problem } = new HttpProblem(type);
  const { status } = problem;
  const body = JSON.stringify(problem);
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/problem+json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  );
}
