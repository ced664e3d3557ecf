import { type Data, DataType, type Field, type RecordBatch, TimeUnit } from 'apache-arrow';
import {
  arrowType,
  type ColumnKind,
  EVENT_COLUMNS,
  REQUIRED_COLUMNS,
} from '../../schemas/event-batch.ts';
import { eventBatch } from './batch.ts';
import { column } from './columns.ts';

/** An Arrow file's columns are not those of an event batch. */
export class SchemaError extends Error {
  override name = 'SchemaError';
}

/**
 * A batch read from an Arrow file as an event batch: columns by name in the schema's order, absent
 * optional columns as nulls, text plain or dictionary-encoded as the schema has it.
 * @throws SchemaError naming the column that is missing, unknown or of another type
 */
export function asEventBatch(batch: RecordBatch): RecordBatch {
  const fields = new Map(batch.schema.fields.map((field, index) => [field.name, { field, index }]));
  for (const name of fields.keys()) {
    if (!(name in EVENT_COLUMNS)) throw new SchemaError(`Unknown column "${name}"`);
  }
  const children = Object.entries(EVENT_COLUMNS).map(([name, kind], id) => {
    const found = fields.get(name);
    if (found === undefined) {
      if ((REQUIRED_COLUMNS as readonly string[]).includes(name)) {
        throw new SchemaError(`Column "${name}" is missing`);
      }
      return column(kind, batch.numRows, id).finish();
    }
    if (!fits(found.field, kind)) {
      const expected = arrowType(kind, id);
      throw new SchemaError(`Column "${name}" is ${found.field.type}, expected ${expected}`);
    }
    return encoded(batch.data.children[found.index]!, batch, found.index, kind, id);
  });
  return eventBatch(batch.numRows, children);
}

function fits({ type }: Field, kind: ColumnKind): boolean {
  switch (kind) {
    case 'text':
    case 'word':
      return (
        DataType.isUtf8(type) || (DataType.isDictionary(type) && DataType.isUtf8(type.dictionary))
      );
    case 'number':
      return DataType.isFloat(type) && type.precision === 2;
    case 'flag':
      return DataType.isBool(type);
    case 'instant':
      return DataType.isTimestamp(type) && type.unit === TimeUnit.MICROSECOND;
  }
}

/** The column as it is where its encoding is the schema's, else built anew. */
function encoded(data: Data, batch: RecordBatch, index: number, kind: ColumnKind, id: number) {
  const isText = kind === 'text' || kind === 'word';
  if (!isText || DataType.isDictionary(data.type) === (kind === 'word')) return data;
  const values = batch.getChildAt<never>(index)!;
  const rebuilt = column(kind, batch.numRows, id);
  for (let row = 0; row < batch.numRows; row++) {
    rebuilt.set(row, (values.get(row) ?? undefined) as never);
  }
  return rebuilt.finish();
}
