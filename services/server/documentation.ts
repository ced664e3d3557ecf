import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { wardEvent } from '../../schemas/ward-event.ts';
import { completePaths, type Paths } from './operations.ts';

const DESCRIPTION = `Required nursing minutes of hospital wards, hour by hour, against the staffing there is.

Every value says its model, coverage, freshness and when it was computed; what is missing is null, with a reason. Times are UTC; \`local…\` is by the clock of the site. Ward-level decision support for staffing. Not clinical advice about a patient.

Whatever answers GET answers HEAD. Answers have an \`ETag\`, and are compressed with gzip where that is accepted. The header \`purpose\` may say what a reading is for; the audit keeps it. Errors are \`application/problem+json\`, and a page in Swedish and English for a browser that goes to an address.`;

const TAGS = [
  { name: 'Site', description: 'The hospital' },
  { name: 'Wards now', description: 'Wards as they stand at stream time' },
  { name: 'History', description: 'Need against staffing over time' },
  { name: 'Patients', description: 'By pseudonym, for the unit that treats them' },
  { name: 'Export', description: 'Whole ranges and months as files' },
  { name: 'Models', description: 'What minutes are computed with' },
  { name: 'Events in', description: 'For systems that send' },
  { name: 'Access', description: 'Sessions of browsers, and the audit' },
  { name: 'Operation', description: 'For operators' },
];

/** The page styles its parts as it draws them. */
const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Collects the documentation of every route that is registered after it. */
export async function collectDocumentation(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Vårdintensitet',
        version: '1',
        description: DESCRIPTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags: TAGS,
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key, or a token of the identity provider',
          },
        },
      },
      security: [{ bearer: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => {
      const complete = withEvents(withoutInputs(jsonSchemaTransformObject(document) as Document));
      return { ...complete, paths: completePaths(complete.paths ?? {}) } as never;
    },
  });
}

/** The documentation: OpenAPI 3.1 as JSON, and a page to browse it. */
export async function registerApiDocs(app: FastifyInstance): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { docExpansion: 'list', validatorUrl: null },
    staticCSP: true,
    transformStaticCSP: () => PAGE_CSP,
    logLevel: 'silent',
  });
  app.get('/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

interface Document {
  readonly paths?: Paths;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

/** Removes the input variants of schemas: the document shows schemas as responses have them. */
function withoutInputs(document: Document): Document {
  const schemas = Object.fromEntries(
    Object.entries(document.components?.schemas ?? {}).filter(([name]) => !/Input$/.test(name)),
  );
  return { ...document, components: { ...document.components, schemas } };
}

/** Adds the schema of events: their route uses its own validator instead of a schema. */
function withEvents(document: Document): Document {
  const post = document.paths?.['/v1/events']?.post;
  if (post === undefined) return document;
  const { $schema: _, ...event } = z.toJSONSchema(wardEvent, { io: 'input' });
  const ref = { $ref: '#/components/schemas/WardEvent' };
  const oneOrMany = { anyOf: [ref, { type: 'array', items: ref }] };
  const requestBody = {
    required: true,
    content: {
      'application/json': { schema: oneOrMany },
      'application/x-ndjson': { schema: { type: 'string', description: 'An event a line' } },
    },
  };
  const schemas = { ...document.components?.schemas, WardEvent: event };
  return {
    ...document,
    components: { ...document.components, schemas },
    paths: {
      ...document.paths,
      '/v1/events': { ...document.paths?.['/v1/events'], post: { ...post, requestBody } },
    },
  };
}
