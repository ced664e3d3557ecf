import {
  type DuckDBDecimalType,
  type DuckDBEnumType,
  type DuckDBListType,
  type DuckDBType,
  DuckDBTypeId,
} from '@duckdb/node-api';
import {
  DateDay,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
} from 'apache-arrow';
import type { ColumnReader } from './column-reader.ts';
import { enumReader } from './read-enums.ts';
import { booleanReader, decimalReader, fixedWidthReader } from './read-fixed.ts';
import { listReader } from './read-lists.ts';
import { readStrings } from './read-strings.ts';

/**
 * The reader for a column: numbers, BOOLEAN, DATE, timestamps, VARCHAR, ENUM (→ Dictionary<Utf8>),
 * DECIMAL (→ Float64, the nearest double), and LIST of any of these.
 *
 * @throws Error naming the column for any other type, with the cast that helps
 */
export function columnReader(name: string, type: DuckDBType): ColumnReader {
  switch (type.typeId) {
    case DuckDBTypeId.DOUBLE:
      return fixedWidthReader(new Float64(), Float64Array);
    case DuckDBTypeId.FLOAT:
      return fixedWidthReader(new Float32(), Float32Array);
    case DuckDBTypeId.TINYINT:
      return fixedWidthReader(new Int8(), Int8Array);
    case DuckDBTypeId.SMALLINT:
      return fixedWidthReader(new Int16(), Int16Array);
    case DuckDBTypeId.INTEGER:
      return fixedWidthReader(new Int32(), Int32Array);
    case DuckDBTypeId.BIGINT:
      return fixedWidthReader(new Int64(), BigInt64Array);
    case DuckDBTypeId.UTINYINT:
      return fixedWidthReader(new Uint8(), Uint8Array);
    case DuckDBTypeId.USMALLINT:
      return fixedWidthReader(new Uint16(), Uint16Array);
    case DuckDBTypeId.UINTEGER:
      return fixedWidthReader(new Uint32(), Uint32Array);
    case DuckDBTypeId.UBIGINT:
      return fixedWidthReader(new Uint64(), BigUint64Array);
    case DuckDBTypeId.DATE:
      return fixedWidthReader(new DateDay(), Int32Array);
    case DuckDBTypeId.TIMESTAMP:
      return fixedWidthReader(new TimestampMicrosecond(), BigInt64Array);
    case DuckDBTypeId.TIMESTAMP_TZ:
      return fixedWidthReader(new TimestampMicrosecond('UTC'), BigInt64Array);
    case DuckDBTypeId.TIMESTAMP_MS:
      return fixedWidthReader(new TimestampMillisecond(), BigInt64Array);
    case DuckDBTypeId.TIMESTAMP_S:
      return fixedWidthReader(new TimestampSecond(), BigInt64Array);
    case DuckDBTypeId.BOOLEAN:
      return booleanReader();
    case DuckDBTypeId.VARCHAR:
      return { type: new Utf8(), read: readStrings };
    case DuckDBTypeId.DECIMAL:
      return decimalReader(type as DuckDBDecimalType);
    case DuckDBTypeId.ENUM:
      return enumReader(type as DuckDBEnumType);
    case DuckDBTypeId.LIST:
      return listReader(columnReader(name, (type as DuckDBListType).valueType));
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      throw new Error(`column ${name}: cast ${type} to BIGINT or DOUBLE`);
    default:
      throw new Error(`column ${name}: cast ${type} to VARCHAR, or another type Arrow shares`);
  }
}
