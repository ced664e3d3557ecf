import { type Data, DataType, type Field, type RecordBatch, TimeUnit } from 'apache-arrow';
import {
  arrowType,
  type ColumnKind,
  EVENT_COLUMNS,
  REQUIRED_COLUMNS,
} from '../../schemas/event-batch.ts';
import { assertWhole, brokenTexts, outOfRange } from './arrow-checks.ts';
import { column } from './arrow-columns.ts';
import { textOf } from './arrow-texts.ts';
import { canonicalJson, eventBatch } from './to-arrow.ts';

/** An Arrow file's columns are not those of an event batch. */
export class SchemaError extends Error {
  override name = 'SchemaError';
}

/** Rows of an Arrow file as an event batch. */
export interface EventRows {
  readonly batch: RecordBatch;
  /** The same columns as the file has them: a rejected row is kept as it came. */
  readonly found: RecordBatch;
  /** Rows with a text whose bytes are not UTF-8; in the batch it has U+FFFD in their place. */
  readonly notUtf8: ReadonlySet<number>;
}

/**
 * A batch read from an Arrow file as an event batch: columns by name in the schema's order, absent
 * optional columns as nulls, text plain or dictionary-encoded as the schema has it. Whatever Arrow allows
 * in a dictionary is read as the texts it stands for.
 * @throws SchemaError naming the column that is missing, unknown, of another type, or not whole
 */
export function asEventRows(batch: RecordBatch): EventRows {
  const fields = new Map(batch.schema.fields.map((field, index) => [field.name, { field, index }]));
  for (const name of fields.keys()) {
    if (!(name in EVENT_COLUMNS)) throw new SchemaError(`Unknown column "${name}"`);
  }
  const notUtf8 = new Set<number>();
  const asFound: Data[] = [];
  const children = Object.entries(EVENT_COLUMNS).map(([name, kind], id) => {
    const found = fields.get(name);
    if (found === undefined) {
      if ((REQUIRED_COLUMNS as readonly string[]).includes(name)) {
        throw new SchemaError(`Column "${name}" is missing`);
      }
      const empty = column(kind, batch.numRows, id).finish();
      asFound.push(empty);
      return empty;
    }
    if (!fits(found.field, kind)) {
      const expected = arrowType(kind, id);
      throw new SchemaError(`Column "${name}" is ${found.field.type}, expected ${expected}`);
    }
    const data = batch.data.children[found.index]!;
    try {
      assertWhole(data);
    } catch (error) {
      throw new SchemaError(`Column "${name}": ${(error as Error).message}`, { cause: error });
    }
    asFound.push(data);
    if (name === 'planned_discharge_at') return withinRange(data, batch.numRows, id);
    if (kind !== 'text' && kind !== 'word') return data;
    const broken = brokenTexts(data);
    for (const row of broken) notUtf8.add(row);
    const isAsItIs = broken.length === 0 && isEncoded(data, kind) && isOneWay(data, name);
    return isAsItIs ? data : encoded(data, kind, id, ONE_WAY[name] ?? unchanged);
  });
  const { numRows } = batch;
  return { batch: eventBatch(numRows, children), found: eventBatch(numRows, asFound), notUtf8 };
}

/** Rows from one to another. */
export function rowsBetween(rows: EventRows, from: number, to: number): EventRows {
  const within = [...rows.notUtf8].filter((row) => row >= from && row < to);
  return {
    batch: rows.batch.slice(from, to),
    found: rows.found.slice(from, to),
    notUtf8: new Set(within.map((row) => row - from)),
  };
}

function fits({ type }: Field, kind: ColumnKind): boolean {
  switch (kind) {
    case 'text':
    case 'word':
      return isText(type) || (DataType.isDictionary(type) && isText(type.dictionary));
    case 'number':
      return DataType.isFloat(type) && type.precision === 2;
    case 'flag':
      return DataType.isBool(type);
    case 'instant':
      return DataType.isTimestamp(type) && type.unit === TimeUnit.MICROSECOND;
  }
}

function isText(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type);
}

/** True where the encoding is the schema's: texts, or 32-bit indices into texts without a null. */
function isEncoded({ type, dictionary }: Data, kind: 'text' | 'word'): boolean {
  if (kind === 'text') return DataType.isUtf8(type);
  return (
    DataType.isDictionary(type) &&
    DataType.isUtf8(type.dictionary) &&
    DataType.isInt(type.indices) &&
    type.indices.bitWidth === 32 &&
    type.indices.isSigned &&
    dictionary!.nullCount === 0
  );
}

/** The column built anew as the schema has it, with texts as they are to be. */
function encoded(data: Data, kind: 'text' | 'word', id: number, asItIsToBe: AsItIsToBe): Data {
  const rebuilt = column(kind, data.length, id);
  for (let row = 0; row < data.length; row++) {
    rebuilt.set(row, asItIsToBe(textOf(data, row)) ?? undefined);
  }
  return rebuilt.finish();
}

type AsItIsToBe = (text: string | null) => string | null;
const unchanged: AsItIsToBe = (text) => text;
/** Columns of which lines say the same in more than one way: none for `final`, items in any order. */
const ONE_WAY: Partial<Record<string, AsItIsToBe>> = {
  status: (text) => text ?? 'final',
  items: (text) => (text === null ? null : canonicalItems(text)),
};

/** True where a column has nothing that lines say in another way too. */
function isOneWay({ nullCount, length }: Data, name: string): boolean {
  if (name === 'status') return nullCount === 0;
  return name !== 'items' || nullCount === length;
}

/** Items as they are stored, or the text as it is where it has none. */
function canonicalItems(text: string): string {
  try {
    const items: unknown = JSON.parse(text);
    const areItems = typeof items === 'object' && items !== null && !Array.isArray(items);
    return areItems && !Object.hasOwn(items, '__proto__')
      ? canonicalJson(items as Record<string, number>)
      : text;
  } catch {
    return text;
  }
}

/** A column of planned times without those that are as good as none: see `parsePlanned`. */
function withinRange(data: Data, rows: number, id: number): Data {
  const beyond = outOfRange(data);
  if (beyond.size === 0) return data;
  const rebuilt = column('instant', rows, id);
  const values = data.values as BigInt64Array;
  for (let row = 0; row < rows; row++) {
    if (data.getValid(row) && !beyond.has(row)) rebuilt.set(row, Number(values[row]));
  }
  return rebuilt.finish();
}
