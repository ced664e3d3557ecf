import {
  Bool,
  type Data,
  Field,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Uint8,
  Uint64,
} from 'apache-arrow';
import { EVENT_COLUMNS } from '../../schemas/event-batch.ts';
import { OBSERVATION_CODES } from '../../schemas/vocabulary.ts';

const MOVES = new Set(['admission', 'transfer', 'discharge', 'leave.start', 'leave.end']);
const DAY = 1;
const WEEK = 2;
const STANDING = 3;
const columnIndex = (name: keyof typeof EVENT_COLUMNS) => Object.keys(EVENT_COLUMNS).indexOf(name);
const ID = columnIndex('id');
const SOURCE = columnIndex('source');
const TYPE = columnIndex('type');
const CODE = columnIndex('code');

/**
 * An event batch with the columns the store adds, as the `event` table has them. Foreign events, whose
 * encounter is scored elsewhere, never matter to a score here.
 */
export function storedBatch(batch: RecordBatch, delivery: number, foreign = false): RecordBatch {
  const rows = batch.numRows;
  const { children } = batch.data;
  const { isMove, horizon } = reaches(children[TYPE]!, children[CODE]!, rows);
  if (foreign) horizon.fill(0);
  const added: [string, Data][] = [
    ['is_move', makeData({ type: new Bool(), length: rows, nullCount: 0, data: isMove })],
    ['horizon', makeData({ type: new Uint8(), length: rows, nullCount: 0, data: horizon })],
    ['identity', identities(batch)],
    [
      'delivery',
      makeData({
        type: new Int32(),
        length: rows,
        nullCount: 0,
        data: new Int32Array(rows).fill(delivery),
      }),
    ],
  ];
  const fields = [
    ...batch.schema.fields,
    ...added.map(([name, data]) => new Field(name, data.type, false)),
  ];
  return new RecordBatch(
    new Schema(fields),
    makeData({
      type: new Struct(fields),
      length: rows,
      nullCount: 0,
      children: [...children, ...added.map(([, data]) => data)],
    }),
  );
}

/** How long an event can matter: 3 the encounter, 2 a week, 1 a day, 0 never to a score. */
function horizonOf(type: string, code: string | undefined): number {
  if (MOVES.has(type) || type.startsWith('care-need.')) return STANDING;
  if (type === 'task' || type === 'medication') return DAY;
  if (type !== 'observation' || code === undefined || !(code in OBSERVATION_CODES)) return 0;
  if (code === 'spo2-scale') return STANDING;
  return /^(function\.|barthel|mmse)/.test(code) ? WEEK : DAY;
}

function reaches(types: Data, codes: Data, rows: number) {
  const isMove = new Uint8Array((rows + 7) >> 3);
  const horizon = new Uint8Array(rows);
  const typeWords = words(types);
  const codeWords = words(codes);
  const typeIndex = types.values as Int32Array;
  const codeIndex = codes.values as Int32Array;
  const known = typeWords.map((type) => [undefined, ...codeWords].map((c) => horizonOf(type, c)));
  const moves = typeWords.map((type) => MOVES.has(type));
  for (let row = 0; row < rows; row++) {
    const type = typeIndex[row]!;
    // below a null the index may be anything
    horizon[row] = known[type]![codes.getValid(row) ? codeIndex[row]! + 1 : 0]!;
    if (moves[type]) isMove[row >> 3]! |= 1 << (row & 7);
  }
  return { isMove, horizon };
}

function words(data: Data): string[] {
  return data.dictionary === undefined ? [] : [...data.dictionary].map(String);
}

/** A 64-bit hash (two lanes of FNV-1a) of source and id: equal for all versions of an event. */
function identities(batch: RecordBatch): Data {
  const rows = batch.numRows;
  const ids = batch.data.children[ID]!;
  const offsets = ids.valueOffsets as Int32Array;
  const bytes = ids.values as Uint8Array;
  const sources = batch.data.children[SOURCE]!;
  const sourceIndex = sources.values as Int32Array;
  const seeds = words(sources).map((source) => {
    const text = Buffer.from(`${source}\0`, 'utf8');
    return [hash(text, 0, text.length, FIRST_BASIS), hash(text, 0, text.length, SECOND_BASIS)];
  });
  const lanes = new Int32Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    const [first, second] = seeds[sourceIndex[row]!] as [number, number];
    lanes[row * 2] = hash(bytes, offsets[row]!, offsets[row + 1]!, first);
    lanes[row * 2 + 1] = hash(bytes, offsets[row]!, offsets[row + 1]!, second);
  }
  return makeData({
    type: new Uint64(),
    length: rows,
    nullCount: 0,
    data: new BigUint64Array(lanes.buffer),
  });
}

const FIRST_BASIS = 0x811c9dc5;
const SECOND_BASIS = 0x050c5d1f;
const PRIME = 0x01000193;

function hash(bytes: Uint8Array, from: number, to: number, basis: number): number {
  let value = basis;
  for (let at = from; at < to; at++) value = Math.imul(value ^ bytes[at]!, PRIME);
  // the last bytes reach the high bits only by mixing
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  return value ^ (value >>> 13);
}
