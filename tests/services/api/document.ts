import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { OPENAPI_FILE } from '../../../services/server/openapi.ts';

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: object;
}

export interface Response {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Response['content'] };
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, Response>>;
}

/** The document as it is committed. */
export const document = JSON.parse(readFileSync(OPENAPI_FILE, 'utf8'));

/** Every operation with its method and address. */
export const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** An instant as RFC 3339 has it, on a day there is. */
function isInstant(text: string): boolean {
  const [, day] =
    /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  return day !== undefined && new Date(`${day}T00:00Z`).toJSON()?.slice(0, 10) === day;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const ajv = new Ajv2020({
  allErrors: true,
  allowUnionTypes: true,
  strictRequired: false,
  formats: { 'date-time': isInstant, 'uri-reference': /^\/\S*$/, uuid: UUID, binary: true },
});
ajv.addSchema(JSON.parse(asDefined({ $defs: document.components.schemas })), 'api');

/** What a schema of the document finds wrong with a value. */
export function faults(schema: object, value: unknown): string[] {
  const check = compiled(schema);
  return check(value) ? [] : check.errors!.map((each) => `${each.instancePath} ${each.message}`);
}

const known = new Map<string, ValidateFunction>();

/** A schema of the document, made ready to check values; throws where it is none. */
export function compiled(schema: object): ValidateFunction {
  const text = asDefined(schema);
  const check = known.get(text) ?? ajv.compile(JSON.parse(text));
  known.set(text, check);
  return check;
}

/** A schema whose references lead to the schemas that are known. */
function asDefined(schema: object): string {
  return JSON.stringify(schema).replaceAll('"#/components/schemas/', '"api#/$defs/');
}
