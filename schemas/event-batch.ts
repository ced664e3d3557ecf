import {
  Bool,
  Dictionary,
  Field,
  Float64,
  Int32,
  Schema,
  TimestampMicrosecond,
  Utf8,
} from 'apache-arrow';

/** The kinds of column an event batch has. `word`: text of few distinct values, dictionary-encoded. */
export type ColumnKind = 'text' | 'word' | 'number' | 'flag' | 'instant';

/**
 * The columns of an event batch: one row per event, a column per field of any event type, null if
 * the type has no such field. Event files in Arrow and the `event` table have the same columns.
 * `value` of an observation is in `value` if it is a number, else in `text`, as is the `note` of a
 * judgement.
 */
export const EVENT_COLUMNS = {
  id: 'text',
  source: 'word',
  type: 'word',
  status: 'word',
  encounter_id: 'text',
  occurred_at: 'instant',
  recorded_at: 'instant',
  code: 'word',
  value: 'number',
  text: 'word',
  unit: 'word',
  ward_id: 'word',
  bed: 'word',
  age: 'number',
  pregnant: 'flag',
  planned_discharge_at: 'instant',
  minutes: 'number',
  form: 'word',
  volume_ml: 'number',
  instrument: 'word',
  total: 'number',
  items: 'word',
  role: 'word',
  basis: 'word',
  from_at: 'instant',
  to_at: 'instant',
  headcount: 'number',
} as const satisfies Record<string, ColumnKind>;

export type EventColumn = keyof typeof EVENT_COLUMNS;

/** Columns that every event fills. */
export const REQUIRED_COLUMNS = [
  'id',
  'source',
  'type',
  'status',
  'occurred_at',
  'recorded_at',
] as const satisfies readonly EventColumn[];

/** Arrow type of a kind of column; instants are microseconds UTC. */
export function arrowType(kind: ColumnKind, dictionaryId: number) {
  switch (kind) {
    case 'text':
      return new Utf8();
    case 'word':
      return new Dictionary(new Utf8(), new Int32(), dictionaryId);
    case 'number':
      return new Float64();
    case 'flag':
      return new Bool();
    case 'instant':
      return new TimestampMicrosecond('UTC');
  }
}

/** The Arrow schema of an event batch. */
export const eventBatchSchema = new Schema(
  Object.entries(EVENT_COLUMNS).map(
    ([name, kind], index) =>
      new Field(
        name,
        arrowType(kind, index),
        !(REQUIRED_COLUMNS as readonly string[]).includes(name),
      ),
  ),
);
