import { describe, expect, test } from 'vitest';
import { RULES } from '../../../services/security/auth/policy.ts';
import { isDocumentationCurrent } from '../../../services/server/openapi.ts';
import { compiled, document, type Operation, operations } from './document.ts';

/** Routes of the API that are not documented, and why. */
const HIDDEN = { 'GET /v1/openapi.json': 'is the document' };

test('the committed document is what the routes say (else: npm run schemas)', async () => {
  expect(await isDocumentationCurrent()).toBe(true);
});

test('it is OpenAPI 3.1, of addresses and methods', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  expect(document.components.securitySchemes).toMatchObject({ bearer: { type: 'http' } });
  expect(document.security).toEqual([{ bearer: [] }]);
  for (const { path, method } of operations) {
    expect(path).toMatch(/^\/[\w/.{}-]+$/);
    expect(['get', 'post', 'delete']).toContain(method);
  }
});

test('every route under /v1 is in it', () => {
  const documented = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  const routes = Object.keys(RULES)
    .filter((rule) => rule.includes(' /v1/') && !(rule in HIDDEN))
    .map((rule) => rule.replace(/:(\w+)/g, '{$1}'));
  expect(documented.filter((each) => each.includes(' /v1/')).toSorted()).toEqual(routes.toSorted());
});

test('operations have names of their own, and tags that are described', () => {
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  const tags = document.tags.map(({ name }: { name: string }) => name);
  const used = new Set(operations.flatMap(({ operation }) => operation.tags));
  expect([...used].toSorted()).toEqual(tags.toSorted());
});

test('every reference leads somewhere, and every schema is one of JSON Schema 2020-12', () => {
  for (const [, name] of JSON.stringify(document).matchAll(
    /"\$ref":"#\/components\/schemas\/(\w+)"/g,
  ))
    expect(document.components.schemas).toHaveProperty(name!);
  expect(JSON.stringify(document)).not.toMatch(/"\$ref":"(?!#\/components\/schemas\/)/);
  for (const name of Object.keys(document.components.schemas)) {
    expect(compiled({ $ref: `#/components/schemas/${name}` })).toBeTypeOf('function');
  }
});

describe.each(operations)('$method $path', ({ path, operation }) => {
  test('describes purpose, callers and answers', () => {
    const { operationId, summary, description, tags } = operation;
    expect(operationId).toMatch(/^[a-z]\w+$/);
    expect(summary).not.toBe('');
    expect(description).toMatch(/For [\w, ]+\.$/);
    expect(tags).toHaveLength(1);
    expect(Object.keys(operation.responses)).toContain(operationId === 'signOut' ? '204' : '200');
  });

  test('has parameters that are described, those of the address among them', () => {
    const { parameters = [] } = operation;
    const keys = parameters.map(({ name, in: place }) => `${place} ${name}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const parameter of parameters) {
      expect(parameter).toMatchObject({ description: expect.any(String) });
      if (parameter.in === 'path') expect(parameter.required).toBe(true);
      expect(compiled(parameter.schema)).toBeTypeOf('function');
    }
    const inAddress = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path ${name}`);
    expect(keys.filter((key) => key.startsWith('path '))).toEqual(inAddress);
  });

  test('has answers with a description and schemas', () => {
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(status).toMatch(/^[1-5](\d\d|XX)$/);
      expect(response.description).toMatch(/\S/);
      expect(response.description).not.toBe('Default Response');
    }
    for (const [type, schema] of mediaTypes(operation)) {
      expect(type).toMatch(/^[a-z]+\/[a-z.+-]+$/);
      expect(compiled(schema)).toBeTypeOf('function');
    }
  });
});

function mediaTypes({ responses, requestBody }: Operation): [string, object][] {
  const contents = [...Object.values(responses), requestBody].map((each) => each?.content ?? {});
  return contents.flatMap((content) =>
    Object.entries(content).map(([type, { schema }]): [string, object] => [type, schema]),
  );
}
