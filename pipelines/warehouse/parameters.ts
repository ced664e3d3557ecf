import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBType,
  HUGEINT,
  SQLNULL,
  VARCHAR,
} from '@duckdb/node-api';

/** Named parameters: `{ ward: 'A1' }` binds `$ward`. */
export type Parameters = Record<string, string | number | bigint | boolean | null>;

/** Parameters with the SQL types they are bound as. */
export interface Bindings {
  values: Parameters;
  types: Record<string, DuckDBType>;
}

/**
 * An integer within the safe range is bound as BIGINT, whatever its size, so that it can be a time in
 * microseconds or a LIMIT; any other number is DOUBLE.
 */
export function bindings(parameters: Parameters): Bindings {
  const entries = Object.entries(parameters);
  return {
    values: Object.fromEntries(entries.map(([name, value]) => [name, bound(value)])),
    types: Object.fromEntries(entries.map(([name, value]) => [name, typeOf(bound(value))])),
  };
}

type Value = Parameters[string];

/** BIGINT is bound from a JS bigint. */
function bound(value: Value): Value {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

function typeOf(value: Value): DuckDBType {
  if (value === null) return SQLNULL;
  switch (typeof value) {
    case 'string':
      return VARCHAR;
    case 'boolean':
      return BOOLEAN;
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? BIGINT : HUGEINT;
    case 'number':
      return DOUBLE;
  }
}
