import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Addresses of the screens, except for that of the wall. */
const SCREENS = ['/ward', '/planner', '/pipeline'];
/** Names of assets contain a hash of their content. */
const ASSETS = 'public, max-age=31536000, immutable';

/** Addresses of the help that lead to its first page, in Swedish as the screens open. */
const HELP: Readonly<Record<string, string>> = {
  '/help': '/help/sv/',
  '/help/': '/help/sv/',
  '/help/sv': '/help/sv/',
  '/help/en': '/help/en/',
};

/** Serves the built dashboards: one page, at the address of every screen, and the pages of the help. */
export async function pages(app: FastifyInstance, root: string): Promise<void> {
  const setHeaders = (reply: FastifyReply, path: string) => {
    reply.header('cache-control', path.startsWith(join(root, 'assets/')) ? ASSETS : 'no-cache');
  };
  await app.register(fastifyStatic, {
    ...{ root, setHeaders, wildcard: false, index: 'index.html', cacheControl: false },
  });
  for (const screen of SCREENS) {
    app.get(screen, { schema: { hide: true } }, (_, reply) => reply.sendFile('index.html'));
  }
  for (const [address, to] of Object.entries(HELP)) {
    app.get(address, { schema: { hide: true } }, (_, reply) => reply.redirect(to));
  }
}
