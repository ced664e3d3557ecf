import {
  type Data,
  type DataType,
  Field,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';

/** A column by its Arrow type and its values. */
export type Column = [type: DataType, values: readonly unknown[]];

/**
 * A batch of the named columns, each built by Arrow's own builders, which take every date and time as
 * milliseconds; microseconds are taken as microseconds.
 */
export function batchOf(columns: Record<string, Column>): RecordBatch {
  return batchOfData(
    Object.fromEntries(
      Object.entries(columns).map(([name, [type, values]]) => [
        name,
        type instanceof TimestampMicrosecond ? micros(type, values) : built(type, values),
      ]),
    ),
  );
}

function built(type: DataType, values: readonly unknown[]): Data {
  return (vectorFromArray(values as unknown[], type) as Vector).data[0]!;
}

function micros(type: TimestampMicrosecond, values: readonly unknown[]): Data {
  const data = BigInt64Array.from(values, (value) => BigInt((value as number | null) ?? 0));
  const nullBitmap = new Uint8Array((values.length + 7) >> 3);
  for (const [i, value] of values.entries()) {
    if (value !== null) nullBitmap[i >> 3] = nullBitmap[i >> 3]! | (1 << (i & 7));
  }
  const nullCount = values.filter((value) => value === null).length;
  return makeData({ type, length: values.length, nullCount, nullBitmap, data });
}

/** A batch of columns that are Arrow data already. */
export function batchOfData(columns: Record<string, Data>): RecordBatch {
  const schema = new Schema(
    Object.entries(columns).map(([name, data]) => new Field(name, data.type, true)),
  );
  const children = Object.values(columns);
  const length = children[0]?.length ?? 0;
  const type = new Struct(schema.fields);
  return new RecordBatch(schema, makeData({ type, length, nullCount: 0, children }));
}

/** A Utf8 column of raw bytes, which need not be text. */
export function bytesAsUtf8(values: readonly (readonly number[])[]): Data {
  const valueOffsets = new Int32Array(values.length + 1);
  values.forEach((value, i) => {
    valueOffsets[i + 1] = valueOffsets[i]! + value.length;
  });
  const data = new Uint8Array(values.flat());
  return makeData({ type: new Utf8(), length: values.length, nullCount: 0, valueOffsets, data });
}
