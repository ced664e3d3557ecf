import { ruleOf } from '../security/auth/policy.ts';

/** An operation of the document. */
interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
}

interface Parameter {
  readonly name: string;
  readonly required?: boolean;
  readonly example?: string;
}

export type Paths = Readonly<Record<string, Readonly<Record<string, object>>>>;

const NOT_CHANGED = { description: 'What the client has, by `If-None-Match`, is current' };
/** The description of a response without one. */
const UNSAID = 'Default Response';
/** Examples of instants: schemas that parse what they are given keep none. */
const INSTANTS: Readonly<Record<string, string>> = {
  from: '2026-10-24T22:00:00Z',
  to: '2026-10-25T23:00:00Z',
  asKnownAt: '2026-10-26T06:00:00Z',
  hour: '2026-10-25T08:00:00Z',
};
/** It never ends. */
const ENDLESS = '/v1/stream';

/** Completes operations with what routes do not declare: who may call them, and the answer 304. */
export function completePaths(paths: Paths): Paths {
  return mapped(paths, (methods, path) =>
    mapped(methods, (operation, method) => completeOperation(operation, method, path)),
  );
}

function completeOperation(operation: Operation, method: string, path: string): object {
  const { summary, description, security, parameters } = operation;
  const rule = ruleOf(method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1'))?.rule;
  const isPublic = rule === undefined || rule === 'public';
  const audience = isPublic ? 'For anyone.' : `For ${rule.roles.join(', ')}.`;
  const responses = mapped(operation.responses ?? {}, (response) =>
    response.description === UNSAID ? { ...response, description: summary } : response,
  );
  const isKept = method === 'get' && path !== ENDLESS;
  return {
    ...operation,
    description: description === undefined ? audience : `${description} ${audience}`,
    ...(parameters === undefined ? {} : { parameters: parameters.map(withExample) }),
    ...(isPublic && security === undefined ? { security: [] } : {}),
    responses: isKept ? { ...responses, 304: NOT_CHANGED } : responses,
  };
}

function withExample(parameter: Parameter): Parameter {
  const example = INSTANTS[parameter.name];
  return example !== undefined && parameter.required ? { ...parameter, example } : parameter;
}

function mapped<T, U>(record: Readonly<Record<string, T>>, map: (value: T, key: string) => U) {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, map(value, key)] as const),
  );
}
