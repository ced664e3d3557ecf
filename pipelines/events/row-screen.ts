import { EVENT_COLUMNS, type EventColumn } from '../../schemas/event-batch.ts';
import { idLooksPersonal, looksPersonal } from '../../schemas/identity-number.ts';
import { isInRange, type Micros } from '../../schemas/instant.ts';
import { isPlainText } from '../../schemas/plain-text.ts';
import { isStaffable } from '../../schemas/staffing-event.ts';
import {
  acceptsUnit,
  type ObservationCode,
  observationCode,
  valueProblem,
} from '../../schemas/vocabulary.ts';
import { isFromTheFuture, isTooOld } from '../../schemas/ward-event.ts';
import type { EventRules } from './event-rules.ts';
import { MOST_ITEMS } from './event-shape.ts';

interface TextCells {
  /** Where each row begins; the next one begins where it ends. */
  readonly offsets: Int32Array;
  readonly bytes: Uint8Array;
}
interface WordCells {
  readonly codes: Int32Array;
  /** The text of each code; may grow. */
  readonly words: readonly string[];
}
interface NumberCells {
  readonly values: Float64Array;
}
interface InstantCells {
  /** Microseconds of each row as int64: the low half, then the high half. */
  readonly halves: Int32Array;
}
interface CellsOf {
  readonly text: TextCells;
  readonly word: WordCells;
  readonly number: NumberCells;
  readonly instant: InstantCells;
  readonly flag: unknown;
}

/** The values of an event batch, or of one under construction. */
export type EventCells = {
  readonly [C in EventColumn]: CellsOf[(typeof EVENT_COLUMNS)[C]];
};

const NAMES = Object.keys(EVENT_COLUMNS) as EventColumn[];

/** The mask of columns: one bit each. */
export const bitsOf = (...names: EventColumn[]) =>
  names.reduce((mask, name) => mask | (1 << NAMES.indexOf(name)), 0);

const ENVELOPE = bitsOf('id', 'source', 'type', 'status', 'occurred_at', 'recorded_at');
const CLINICAL = ENVELOPE | bitsOf('encounter_id');
const PLACE = bitsOf('bed', 'planned_discharge_at');
const NUMBERS = bitsOf('age', 'minutes', 'volume_ml', 'total', 'headcount');

interface Shape {
  readonly must: number;
  readonly may: number;
  /** The type, if it has rules that reach past single columns. */
  readonly also?: 'observation' | 'staffing';
}

/** The columns that rows of a type must and may fill. Rows of other types are always suspect. */
const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['admission', { must: CLINICAL | bitsOf('ward_id'), may: PLACE | bitsOf('age', 'pregnant') }],
  ['transfer', { must: CLINICAL | bitsOf('ward_id'), may: PLACE }],
  ['discharge', { must: CLINICAL, may: 0 }],
  ['leave.start', { must: CLINICAL, may: 0 }],
  ['leave.end', { must: CLINICAL, may: 0 }],
  [
    'observation',
    {
      ...{ must: CLINICAL | bitsOf('code'), may: bitsOf('value', 'text', 'unit') },
      also: 'observation',
    },
  ],
  ['care-need.start', { must: CLINICAL | bitsOf('code'), may: 0 }],
  ['care-need.stop', { must: CLINICAL | bitsOf('code'), may: 0 }],
  ['task', { must: CLINICAL | bitsOf('code'), may: bitsOf('minutes') }],
  ['medication', { must: CLINICAL | bitsOf('form'), may: bitsOf('code', 'volume_ml') }],
  ['assessment', { must: CLINICAL | bitsOf('instrument', 'total'), may: bitsOf('items') }],
  [
    'staffing',
    {
      must: ENVELOPE | bitsOf('ward_id', 'role', 'basis', 'from_at', 'to_at', 'headcount'),
      ...{ may: 0, also: 'staffing' },
    },
  ],
  ['tick', { must: ENVELOPE, may: 0 }],
]);

const CODE = /^[!-~]{1,64}$/;
const isCode = (word: string) => CODE.test(word);
const STATUSES = ['final', 'amended', 'entered-in-error'];
const ROLES = ['rn', 'na'];
const BASES = ['planned', 'actual'];

/** Columns of words with what a word in them must be. */
const wordRules = ({ wards }: EventRules) =>
  ({
    source: (word) => /^[!-~]{1,128}$/.test(word),
    status: (word) => STATUSES.includes(word),
    code: isCode,
    form: isCode,
    instrument: isCode,
    items: areItems,
    role: (word) => ROLES.includes(word),
    basis: (word) => BASES.includes(word),
    bed: (word) => isText(word, 32),
    unit: (word) => isText(word, 32),
    text: (word) => isText(word, 64),
    ward_id: (word) => isPlain(word, 64) && wards.has(word),
  }) satisfies Partial<Record<EventColumn, (word: string) => boolean>>;

const BIT = Object.fromEntries(NAMES.map((name) => [name, bitsOf(name)])) as Record<
  EventColumn,
  number
>;

/**
 * Returns a quick judge of rows, which receives a row and the mask of its columns that have a value. True for rows that
 * pass the event schema (`schemas/ward-event.ts`) and the rules; `validateEvent` decides the others. Words are judged
 * once each, so columns are checked some ten times faster than objects.
 */
export function rowScreen(
  cells: EventCells,
  rules: EventRules,
): (row: number, filled: number) => boolean {
  const words = Object.entries(wordRules(rules)).map(([name, isValid]) => {
    const { codes, words } = cells[name as keyof ReturnType<typeof wordRules>];
    return { bit: BIT[name as EventColumn], codes, isValid: byCode(words, isValid) };
  });
  const numbers = [
    { bit: BIT.age, values: cells.age.values, low: 0, high: 130 },
    { bit: BIT.minutes, values: cells.minutes.values, low: 0, high: 1440 },
    { bit: BIT.volume_ml, values: cells.volume_ml.values, low: 0, high: 100_000 },
    { bit: BIT.headcount, values: cells.headcount.values, low: 0, high: 1000 },
    { bit: BIT.total, values: cells.total.values, low: -Number.MAX_VALUE, high: Number.MAX_VALUE },
  ];
  const { type, code, text, unit, ward_id: ward } = cells;
  const shapeOf = byCode(type.words, (word) => SHAPES.get(word) ?? null);
  const closing = byCode(
    ward.words,
    (word) => rules.closings.get(word) ?? Number.POSITIVE_INFINITY,
  );
  const definition = byCode(
    code.words,
    (word): ObservationCode | null => observationCode(word) ?? null,
  );
  const occurred = cells.occurred_at.halves;
  const recorded = cells.recorded_at.halves;
  const planned = cells.planned_discharge_at.halves;
  const from = cells.from_at.halves;
  const to = cells.to_at.halves;

  function isValidPeriod(row: number): boolean {
    const period = { from: instantAt(from, row), to: instantAt(to, row) };
    return isInRange(period.from) && isInRange(period.to) && isStaffable(period);
  }

  function isValidObservation(row: number, filled: number): boolean {
    const isNumber = (filled & BIT.value) !== 0;
    if (isNumber === ((filled & BIT.text) !== 0)) return false;
    const number = cells.value.values[row]!;
    if (isNumber && !Number.isFinite(number)) return false;
    const defined = definition(code.codes[row]!);
    if (defined === null) return true;
    const word = isNumber ? '' : text.words[text.codes[row]!]!;
    const value = isNumber ? number : word === 'true' ? true : word === 'false' ? false : word;
    if (valueProblem(defined, value) !== null) return false;
    return (filled & BIT.unit) === 0 || acceptsUnit(defined, unit.words[unit.codes[row]!]!);
  }

  return (row, filled) => {
    const kind = type.codes[row]!;
    const shape = shapeOf(kind);
    if (shape === null) return false;
    const { must, may, also } = shape;
    if ((filled & must) !== must || (filled & ~(must | may)) !== 0) return false;
    const occurredAt = instantAt(occurred, row);
    const recordedAt = instantAt(recorded, row);
    if (!isInRange(occurredAt) || !isInRange(recordedAt)) return false;
    if (isFromTheFuture({ occurredAt, recordedAt })) return false;
    if (isTooOld({ type: type.words[kind]!, occurredAt, recordedAt }, rules.maxAge)) return false;
    if (!isIdentifier(cells.id, row, 128, rules)) return false;
    if (filled & BIT.encounter_id && !isIdentifier(cells.encounter_id, row, 64, rules))
      return false;
    for (const { bit, codes, isValid } of words) {
      if (filled & bit && !isValid(codes[row]!)) return false;
    }
    if (also === 'staffing' && !isValidPeriod(row)) return false;
    const beganAt = also === 'staffing' ? instantAt(from, row) : occurredAt;
    if (filled & BIT.ward_id && beganAt >= closing(ward.codes[row]!)) return false;
    if (filled & BIT.planned_discharge_at && !isInRange(instantAt(planned, row))) return false;
    if (filled & NUMBERS) {
      for (const { bit, values, low, high } of numbers) {
        if (filled & bit && !(values[row]! >= low && values[row]! <= high)) return false;
      }
    }
    return also !== 'observation' || isValidObservation(row, filled);
  };
}

/** What a function says of words, by their codes; each is asked once. */
function byCode<T>(words: readonly string[], of: (word: string) => T): (code: number) => T {
  const known: T[] = [];
  return (code) => {
    let result = known[code];
    if (result === undefined) {
      result = of(words[code]!);
      known[code] = result;
    }
    return result;
  };
}

/** True for the JSON of items with few and harmless names. */
function areItems(text: string): boolean {
  try {
    const items: unknown = JSON.parse(text);
    if (typeof items !== 'object' || items === null || Array.isArray(items)) return false;
    const pairs = Object.entries(items);
    return (
      pairs.length <= MOST_ITEMS &&
      pairs.every(([name, value]) => isCode(name) && name !== '__proto__' && Number.isFinite(value))
    );
  } catch {
    return false;
  }
}

function isText(word: string, limit: number): boolean {
  return isPlain(word, limit) && !looksPersonal(word);
}

function isPlain(word: string, limit: number): boolean {
  return word.length > 0 && word.length <= limit && isPlainText(word);
}

/** Reads the microseconds of a row from the halves of int64 numbers, without a BigInt. */
export function instantAt(halves: Int32Array, row: number): Micros {
  return halves[row * 2 + 1]! * 0x1_0000_0000 + (halves[row * 2]! >>> 0);
}

/** An id with fewer digits is no identity number. */
const FEW_DIGITS = 8;

/** True for printable ASCII without spaces, 1 to `limit` bytes, that is no personal identity number by the rules. */
function isIdentifier(
  { offsets, bytes }: TextCells,
  row: number,
  limit: number,
  rules: EventRules,
): boolean {
  const start = offsets[row]!;
  const end = offsets[row + 1]!;
  if (end === start || end - start > limit) return false;
  let digits = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < 0x21 || byte > 0x7e) return false;
    if (byte >= 0x30 && byte <= 0x39) digits++;
  }
  if (digits < FEW_DIGITS || rules.mayLookPersonal) return true;
  return !idLooksPersonal(
    Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'),
  );
}
