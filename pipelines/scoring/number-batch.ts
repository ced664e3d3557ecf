import { Field, Int32, makeData, RecordBatch, Schema, Struct, Uint64 } from 'apache-arrow';

/** Whole numbers as a batch of one column: `ubigint` or `integer`, as the array is. */
export function numberBatch(numbers: BigUint64Array | Int32Array): RecordBatch {
  const { length } = numbers;
  const column =
    numbers instanceof Int32Array
      ? makeData({ type: new Int32(), length, nullCount: 0, data: numbers })
      : makeData({ type: new Uint64(), length, nullCount: 0, data: numbers });
  const fields = [new Field('number', column.type, false)];
  return new RecordBatch(
    new Schema(fields),
    makeData({ type: new Struct(fields), length, nullCount: 0, children: [column] }),
  );
}
