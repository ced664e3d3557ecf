import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.ts';

/**
 * Refuses requests, on every route, that name more than one host, are compressed, or have text that is not UTF-8.
 * JSON bodies are read as raw bytes; a byte order mark in front is ignored. A request that names JSON and has no body is none
 * on a route that reads no body: clients name it by default.
 */
export function expectPlainRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => assertPlain(request));
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    if (bytes.length === 0 && request.routeOptions.schema?.body === undefined) {
      done(null);
      return;
    }
    if (!isUtf8(bytes)) {
      done(new HttpProblem('invalid-utf8'));
      return;
    }
    const text = bytes.toString('utf8');
    parse(request, text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, done);
  });
}

function assertPlain({ raw, headers }: FastifyRequest): void {
  const names = raw.rawHeaders.filter((_, index) => index % 2 === 0);
  if (names.filter((name) => name.toLowerCase() === 'host').length > 1) {
    throw new HttpProblem('malformed-request', { detail: 'Expected one Host' });
  }
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== '' && encoding !== 'identity') {
    const detail = 'Expected no content-encoding; send the text as it is';
    throw new HttpProblem('unsupported-media-type', { detail });
  }
  const charset = charsetOf(headers['content-type']);
  if (charset !== null && charset !== 'utf-8' && charset !== 'utf8') {
    throw new HttpProblem('unsupported-media-type', {
      detail: 'Expected the charset UTF-8, or none',
    });
  }
}

/** Returns the charset of a content type, in lower case. */
function charsetOf(contentType: string | undefined): string | null {
  const named = /;\s*charset\s*=\s*(?:"([^"]*)"|([^;\s]*))/i.exec(contentType ?? '');
  return named === null ? null : (named[1] ?? named[2]!).trim().toLowerCase();
}
