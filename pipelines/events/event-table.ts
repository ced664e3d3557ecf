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

/** The columns of an Arrow file are not those of an event batch. */
export class SchemaError extends Error {
  override name = 'SchemaError';
}

/** Rows of an Arrow file as an event batch. */
export interface EventRows {
  readonly batch: RecordBatch;
  /** The same columns as the file has them: the record of a rejected row is made from these. */
  readonly found: RecordBatch;
  /** Rows with text that is not UTF-8; `batch` has U+FFFD for such bytes. */
  readonly notUtf8: ReadonlySet<number>;
}

/**
 * Returns a batch of an Arrow file as an event batch: columns by name in the schema's order, null columns for absent
 * optional ones, text plain or dictionary-encoded as in the schema. Reads every kind of dictionary that Arrow allows.
 * @throws SchemaError that names a column that is missing, unknown, of another type, or incomplete
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
      const empty = column(kind, batch.numRows, id).finish(batch.numRows);
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
    if (name === 'planned_discharge_at') return withoutOutOfRange(data, batch.numRows, id);
    if (kind !== 'text' && kind !== 'word') return data;
    const broken = brokenTexts(data);
    for (const row of broken) notUtf8.add(row);
    const isUnchanged = broken.length === 0 && isEncoded(data, kind) && isNormal(data, name);
    return isUnchanged ? data : encoded(data, kind, id, NORMALIZE[name] ?? unchanged);
  });
  const { numRows } = batch;
  return { batch: eventBatch(numRows, children), found: eventBatch(numRows, asFound), notUtf8 };
}

/** Returns the rows [from, to). */
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

/** True if the encoding is the schema's: text, or signed 32-bit indices into text without a null. */
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

/** Rebuilds a column in the schema's encoding, with normalized texts. */
function encoded(data: Data, kind: 'text' | 'word', id: number, normalize: Normalize): Data {
  const rebuilt = column(kind, data.length, id);
  for (let row = 0; row < data.length; row++) {
    rebuilt.set(row, normalize(textOf(data, row)) ?? undefined);
  }
  return rebuilt.finish(data.length);
}

type Normalize = (text: string | null) => string | null;
const unchanged: Normalize = (text) => text;
/** Columns with several texts for one meaning: no status is `final`, items have any order. */
const NORMALIZE: Partial<Record<string, Normalize>> = {
  status: (text) => text ?? 'final',
  items: (text) => (text === null ? null : canonicalItems(text)),
};

/** True if `NORMALIZE` would change nothing. */
function isNormal({ nullCount, length }: Data, name: string): boolean {
  if (name === 'status') return nullCount === 0;
  return name !== 'items' || nullCount === length;
}

/** Returns items as they are stored, or the text itself if it has no items. */
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

/** Removes planned times that count as not given: see `parsePlanned`. */
function withoutOutOfRange(data: Data, rows: number, id: number): Data {
  const ignored = outOfRange(data);
  if (ignored.size === 0) return data;
  const rebuilt = column('instant', rows, id);
  const values = data.values as BigInt64Array;
  for (let row = 0; row < rows; row++) {
    if (data.getValid(row) && !ignored.has(row)) rebuilt.set(row, Number(values[row]));
  }
  return rebuilt.finish(rows);
}
