import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Addresses of pages, beside that of `index.html`. */
const PAGES = ['ward', 'planner', 'pipeline'];
/** Names of assets hold a hash of what is in them. */
const ASSETS = 'public, max-age=31536000, immutable';

/** Serves the built dashboards: a page at an address of its own for each of its files that is there. */
export async function pages(app: FastifyInstance, root: string): Promise<void> {
  const setHeaders = (reply: FastifyReply, path: string) => {
    reply.header('cache-control', path.startsWith(join(root, 'assets/')) ? ASSETS : 'no-cache');
  };
  await app.register(fastifyStatic, {
    ...{ root, setHeaders, wildcard: false, index: 'index.html', cacheControl: false },
  });
  for (const page of PAGES) {
    const file = `${page}.html`;
    if (!existsSync(join(root, file))) continue;
    app.get(`/${page}`, { schema: { hide: true } }, (_, reply) => reply.sendFile(file));
  }
}
