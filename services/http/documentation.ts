import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

const DESCRIPTION = `Required nursing minutes of hospital wards, hour by hour, against the staffing there is.

Every value says its model, coverage, freshness and when it was computed; what is missing is null, with a reason. Times are UTC; \`local…\` is by the clock of the site. Decision support for staffing on ward level: no clinical advice about a patient.`;

/** Documents every route that is registered after it: OpenAPI 3.1, as JSON and as a page. */
export async function document(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Vårdintensitet', version: '1', description: DESCRIPTION },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key, or a token of the identity provider',
          },
          session: { type: 'apiKey', in: 'cookie', name: 'session' },
        },
      },
      security: [{ bearer: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { docExpansion: 'list', validatorUrl: null },
    staticCSP: true,
    logLevel: 'silent',
  });
  app.get('/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
