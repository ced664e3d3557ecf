import { DuckDBTypeId } from '@duckdb/node-api';
import ddb from '@duckdb/node-bindings';
import { type Data, DataType, DateUnit, Precision, TimeUnit } from 'apache-arrow';
import { dictionaryCopier } from './append-dictionaries.ts';
import { booleanCopier, fixedWidthCopier } from './append-fixed.ts';
import { blobCopier, stringCopier } from './append-strings.ts';
import type { ColumnCopier, StringMode } from './column-copier.ts';

/**
 * The copier for a column: Utf8, Binary, Dictionary<Utf8>, Bool, integers, Float32/64, timestamps,
 * dates. A column of nothing but nulls takes no copying whatever its type. A timestamp's zone is
 * dropped: Arrow counts in UTC, and so does the warehouse.
 *
 * @throws Error naming the column for any other type
 */
export function columnCopier(name: string, data: Data, strings: StringMode): ColumnCopier {
  if (data.nullCount === data.length) return nothing();
  if (DataType.isUtf8(data.type)) return stringCopier(name, data, strings);
  if (DataType.isBinary(data.type)) return blobCopier(data);
  if (DataType.isDictionary(data.type)) return dictionaryCopier(name, data, strings);
  if (DataType.isBool(data.type)) return booleanCopier(data);
  const fixed = fixedWidthType(data.type);
  if (fixed !== null) return fixedWidthCopier(data, fixed.id, fixed.bytes);
  throw new Error(`column ${name}: Arrow type ${data.type} cannot be appended`);
}

/** SQLNULL casts to any type and holds no data. */
function nothing(): ColumnCopier {
  return { type: ddb.create_logical_type(ddb.Type.SQLNULL), copy() {} };
}

interface FixedWidth {
  id: DuckDBTypeId;
  bytes: number;
}

const SIGNED: Record<number, DuckDBTypeId> = {
  8: DuckDBTypeId.TINYINT,
  16: DuckDBTypeId.SMALLINT,
  32: DuckDBTypeId.INTEGER,
  64: DuckDBTypeId.BIGINT,
};

const UNSIGNED: Record<number, DuckDBTypeId> = {
  8: DuckDBTypeId.UTINYINT,
  16: DuckDBTypeId.USMALLINT,
  32: DuckDBTypeId.UINTEGER,
  64: DuckDBTypeId.UBIGINT,
};

const TIMESTAMPS: Partial<Record<TimeUnit, DuckDBTypeId>> = {
  [TimeUnit.SECOND]: DuckDBTypeId.TIMESTAMP_S,
  [TimeUnit.MILLISECOND]: DuckDBTypeId.TIMESTAMP_MS,
  [TimeUnit.MICROSECOND]: DuckDBTypeId.TIMESTAMP,
};

/** The DuckDB type with the same bytes, if there is one. */
function fixedWidthType(type: DataType): FixedWidth | null {
  if (DataType.isInt(type)) {
    const id = (type.isSigned ? SIGNED : UNSIGNED)[type.bitWidth];
    return id === undefined ? null : { id, bytes: type.bitWidth / 8 };
  }
  if (DataType.isFloat(type)) {
    if (type.precision === Precision.DOUBLE) return { id: DuckDBTypeId.DOUBLE, bytes: 8 };
    if (type.precision === Precision.SINGLE) return { id: DuckDBTypeId.FLOAT, bytes: 4 };
    return null;
  }
  if (DataType.isDate(type)) {
    return type.unit === DateUnit.DAY
      ? { id: DuckDBTypeId.DATE, bytes: 4 }
      : { id: DuckDBTypeId.TIMESTAMP_MS, bytes: 8 };
  }
  if (DataType.isTimestamp(type)) {
    const id = TIMESTAMPS[type.unit];
    return id === undefined ? null : { id, bytes: 8 };
  }
  return null;
}
