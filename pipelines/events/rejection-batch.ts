import {
  Binary,
  Field,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import type { Rejection } from './decode.ts';

const schema = new Schema([
  new Field('topic', new Utf8(), false),
  new Field('partition', new Int32(), false),
  new Field('offset', new Int64(), false),
  new Field('reason', new Utf8(), false),
  new Field('pointer', new Utf8(), false),
  new Field('detail', new Utf8(), false),
  new Field('raw', new Binary(), false),
]);

/** Returns rejections as rows of the `rejected` table. They are rare: Arrow's own builders are fast enough. */
export function rejectionBatch(
  rejected: readonly Rejection[],
  { topic, partition }: { readonly topic: string; readonly partition: number },
): RecordBatch {
  const columns = [
    vectorFromArray(
      rejected.map(() => topic),
      new Utf8(),
    ),
    vectorFromArray(
      rejected.map(() => partition),
      new Int32(),
    ),
    vectorFromArray(
      rejected.map(({ offset }) => BigInt(offset)),
      new Int64(),
    ),
    vectorFromArray(
      rejected.map(({ reason }) => reason),
      new Utf8(),
    ),
    vectorFromArray(
      rejected.map(({ pointer }) => pointer),
      new Utf8(),
    ),
    vectorFromArray(
      rejected.map(({ detail }) => detail),
      new Utf8(),
    ),
    vectorFromArray(
      rejected.map(({ raw }) => raw),
      new Binary(),
    ),
  ];
  return new RecordBatch(
    schema,
    makeData({
      type: new Struct(schema.fields),
      length: rejected.length,
      nullCount: 0,
      children: columns.map((vector) => vector.data[0]!),
    }),
  );
}
