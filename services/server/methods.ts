import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem, sendProblem } from '../http/problem.ts';

type Answer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/**
 * Answers requests without a route: 405 with the allowed methods if the address has other routes (RFC 9110), else
 * 404. Includes routes that are registered later.
 */
export function registerNotFound(app: FastifyInstance): Answer {
  const routes: { readonly path: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = url.replace(/\./g, '\\.').replace(/:\w+/g, '[^/]+').replace(/\*$/, '.*');
    routes.push({ path: new RegExp(`^${pattern}$`), methods: [method].flat() });
  });
  const answer: Answer = (request, reply) => {
    const [address] = request.url.split('?');
    const there = routes.filter(({ path }) => path.test(address!));
    const methods = new Set(there.flatMap((route) => route.methods));
    if (methods.size === 0 || methods.has(request.method)) {
      return sendProblem(reply, new HttpProblem('not-found'));
    }
    reply.header('allow', [...methods].join(', '));
    return sendProblem(reply, new HttpProblem('wrong-method'));
  };
  app.setNotFoundHandler(answer);
  return answer;
}
