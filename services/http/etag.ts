import plugin from '@fastify/etag';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A tag in a list, weak or strong; it may contain commas. */
const TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;
/** A whole list of tags; parts may be empty. */
const LIST = new RegExp(`^[\\s,]*(?:${TAG.source}[ \\t]*(?:,[\\s,]*|$))+$`);

/**
 * Whether a client has this version of an answer: `If-None-Match` is `*`, which matches every answer, or a list of
 * tags, which are compared weakly. Any other value matches no version.
 * Source: RFC 9110, 8.8.3 and 13.1.2.
 */
export function hasVersion({ headers }: Pick<FastifyRequest, 'headers'>, tag: string): boolean {
  const known = headers['if-none-match']?.trim();
  if (known === undefined) return false;
  if (known === '*') return true;
  if (!LIST.test(known)) return false;
  return [...known.matchAll(TAG)].some(([, opaque]) => opaque === opaqueOf(tag));
}

/** Sets an ETag on every complete answer, and answers 304 if the client has it. */
export async function registerEtags(app: FastifyInstance): Promise<void> {
  await app.register(plugin, { weak: true, replyWith304: false });
  app.addHook('onSend', async (request, reply, payload) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const tag = reply.getHeader('etag');
    if (!isRead || reply.statusCode !== 200 || typeof tag !== 'string') return payload;
    if (typeof payload !== 'string' || !hasVersion(request, tag)) return payload;
    reply.code(304).removeHeader('content-length').removeHeader('content-type');
    return '';
  });
}

const opaqueOf = (tag: string) => tag.replace(/^W\//, '');
