import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { decimalToNumber } from './decimal.ts';

/**
 * One DuckDB value as plain JS.
 *
 * - integers: number, or bigint beyond ±(2^53 − 1)
 * - DECIMAL: the nearest double
 * - TIMESTAMP of any precision, with or without zone: microseconds since 1970 UTC, a number (exact
 *   to the year 2255); `infinity` is ±Infinity
 * - DATE: 'YYYY-MM-DD'; TIME: microseconds since midnight
 * - LIST, ARRAY: array; STRUCT: object; MAP: array of `{ key, value }`; BLOB: Uint8Array
 * - anything else (UUID, INTERVAL, …): DuckDB's text
 */
export function rowValue(value: DuckDBValue): unknown {
  if (typeof value === 'bigint') return narrowed(value);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof DuckDBDecimalValue) return decimalToNumber(value.value, value.scale);
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBTimeValue) return Number(value.micros);
  if (value instanceof DuckDBBlobValue) return value.bytes;
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    return value.items.map(rowValue);
  }
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(
      Object.entries(value.entries).map(([name, entry]) => [name, rowValue(entry)]),
    );
  }
  if (value instanceof DuckDBMapValue) {
    return value.entries.map((entry) => ({
      key: rowValue(entry.key),
      value: rowValue(entry.value),
    }));
  }
  return micros(value) ?? value.toString();
}

function narrowed(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function micros(value: DuckDBValue): number | null {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return value.isFinite ? Number(value.micros) : infinite(value.micros);
  }
  if (value instanceof DuckDBTimestampMillisecondsValue) {
    return value.isFinite ? Number(value.millis * 1_000n) : infinite(value.millis);
  }
  if (value instanceof DuckDBTimestampSecondsValue) {
    return value.isFinite ? Number(value.seconds * 1_000_000n) : infinite(value.seconds);
  }
  if (value instanceof DuckDBTimestampNanosecondsValue) {
    return value.isFinite ? Number(value.nanos) / 1_000 : infinite(value.nanos);
  }
  return null;
}

function infinite(value: bigint): number {
  return value > 0n ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
