import { Field, makeData, RecordBatch, Schema, Struct, Uint64 } from 'apache-arrow';

/** Identities as a batch of one column. */
export function identityBatch(identities: BigUint64Array): RecordBatch {
  const { length } = identities;
  const fields = [new Field('identity', new Uint64(), false)];
  const column = makeData({ type: new Uint64(), length, nullCount: 0, data: identities });
  return new RecordBatch(
    new Schema(fields),
    makeData({ type: new Struct(fields), length, nullCount: 0, children: [column] }),
  );
}
