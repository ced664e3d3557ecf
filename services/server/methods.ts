import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem, sendProblem } from '../http/problem.ts';

type Answer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/**
 * Answers what no route takes: an address that has routes of other methods says which (RFC 9110), any other
 * that there is nothing. Routes that come after are known.
 */
export function answerUnrouted(app: FastifyInstance): Answer {
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
