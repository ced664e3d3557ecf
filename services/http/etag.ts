import plugin from '@fastify/etag';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Whether a client has this version of an answer: `If-None-Match` is a list, compared weakly (RFC 9110). */
export function hasVersion({ headers }: FastifyRequest, tag: string): boolean {
  const known = headers['if-none-match']?.trim();
  if (known === undefined) return false;
  return known === '*' || known.split(/\s*,\s*/).some((each) => opaque(each) === opaque(tag));
}

/** Gives every answer that is made whole a version, and whoever has that no more than its name. */
export async function tellVersions(app: FastifyInstance): Promise<void> {
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

const opaque = (tag: string) => tag.replace(/^W\//, '');
