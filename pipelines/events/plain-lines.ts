import { EVENT_COLUMNS, type EventColumn } from '../../schemas/event-batch.ts';
import { LARGEST_RECORD_BYTES } from './decode.ts';
import { bitsOf } from './event-cells.ts';
import type { EventRules } from './event-rules.ts';
import { parseUsualInstant } from './instant-bytes.ts';
import { rowScreen } from './row-screen.ts';
import type { EventColumns } from './to-arrow.ts';
import { WIRE_NAMES } from './wire-names.ts';

const [QUOTE, BACKSLASH, SPACE, RETURN] = [0x22, 0x5c, 0x20, 0x0d];
const [COLON, COMMA, OPEN, CLOSE] = [0x3a, 0x2c, 0x7b, 0x7d];
const [MINUS, DOT, ZERO, NINE] = [0x2d, 0x2e, 0x30, 0x39];
const [SMALL_E, LARGE_E] = [0x65, 0x45];
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

/** Digits of a number that a double counts exactly. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

const NAMES = Object.keys(EVENT_COLUMNS) as EventColumn[];
const VALUE = NAMES.indexOf('value');
const TEXT = NAMES.indexOf('text');
const IS_TEXT = new Set<EventColumn>(['items', 'text']);

/** The keys of a line by their length; those whose values are more than one plain value are not among them. */
const KEYS = NAMES.filter((name) => !IS_TEXT.has(name)).map((name) => ({
  bytes: Buffer.from(WIRE_NAMES[name]),
  column: NAMES.indexOf(name),
}));
const KEYS_BY_LENGTH = Array.from({ length: 32 }, (_, length) =>
  KEYS.filter(({ bytes }) => bytes.length === length),
);

const ENCOUNTER = bitsOf('encounter_id');
const STATUS = bitsOf('status');

/**
 * Reads plain lines of NDJSON straight into columns, without a string or an object for each. Plain is a flat object of
 * known keys, each once, with values written as almost every system writes them, that is clearly a valid event
 * (`rowScreen`). The row of such a line is that of the event which `decode` makes of it.
 */
export class PlainLineReader {
  private readonly into: EventColumns;
  private readonly isClearlyValid: (row: number, filled: number) => boolean;
  private readonly final: number;
  private readonly writers: readonly Writer[];

  constructor(into: EventColumns, rules: EventRules) {
    this.into = into;
    this.isClearlyValid = rowScreen(into.columns, rules);
    this.final = into.columns.status.code('final');
    this.writers = NAMES.map((name) => writerOf(into, name));
  }

  /** Adds the event in a range of bytes; false, and nothing is added, if `decode` must decide. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    const { columns, rows } = this.into;
    let filled = to - from > LARGEST_RECORD_BYTES ? 0 : this.write(bytes, from, to);
    if (filled !== 0 && (filled & STATUS) === 0) {
      columns.status.codes[rows] = this.final;
      filled |= STATUS;
    }
    if (filled === 0 || !this.isClearlyValid(rows, filled)) {
      columns.id.clear(rows);
      columns.encounter_id.clear(rows);
      return false;
    }
    if ((filled & ENCOUNTER) === 0) columns.encounter_id.clear(rows);
    this.into.addWritten(filled);
    return true;
  }

  /** Writes the fields of an object; returns the mask of their columns, 0 if the line is not plain. */
  private write(bytes: Uint8Array, from: number, to: number): number {
    let end = to - 1;
    while (bytes[end] === SPACE || bytes[end] === RETURN) end--;
    if (bytes[from] !== OPEN || bytes[end] !== CLOSE) return 0;
    let filled = 0;
    let at = from + 1;
    for (;;) {
      while (bytes[at] === SPACE) at++;
      if (bytes[at] !== QUOTE) return 0;
      const key = at + 1;
      at = endOfText(bytes, key, end);
      if (at < 0) return 0;
      let column = columnOf(bytes, key, at);
      if (column < 0) return 0;
      at++;
      while (bytes[at] === SPACE) at++;
      if (bytes[at] !== COLON) return 0;
      at++;
      while (bytes[at] === SPACE) at++;
      // the value of an observation is in one of two columns
      if (column === VALUE && !isNumeric(bytes[at]!)) column = TEXT;
      const bit = 1 << column;
      if ((filled & bit) !== 0) return 0;
      at = this.writers[column]!(this.into.rows, bytes, at, end);
      if (at < 0) return 0;
      filled |= bit;
      while (bytes[at] === SPACE) at++;
      if (at === end) return filled;
      if (bytes[at] !== COMMA) return 0;
      at++;
    }
  }
}

/** Writes the value that begins at a byte to a row; returns where it ends, -1 if it is not plain. */
type Writer = (row: number, bytes: Uint8Array, at: number, end: number) => number;

function writerOf({ columns }: EventColumns, name: EventColumn): Writer {
  switch (EVENT_COLUMNS[name]) {
    case 'text': {
      const column = columns[name as 'id'];
      return (row, bytes, at, end) => {
        const stop = bytes[at] === QUOTE ? endOfText(bytes, at + 1, end) : -1;
        if (stop < 0) return -1;
        column.writeBytes(row, bytes, at + 1, stop);
        return stop + 1;
      };
    }
    case 'word': {
      const column = columns[name as 'source'];
      const isText = name === 'text';
      return (row, bytes, at, end) => {
        if (bytes[at] !== QUOTE) return isText ? writeFlag(row, bytes, at) : -1;
        const stop = endOfText(bytes, at + 1, end);
        // as text these would read as the flags they name
        if (stop < 0 || (isText && flagAt(bytes, at + 1) !== null)) return -1;
        return column.writeBytes(row, bytes, at + 1, stop) ? stop + 1 : -1;
      };
      function writeFlag(row: number, bytes: Uint8Array, at: number): number {
        const flag = flagAt(bytes, at);
        if (flag === null) return -1;
        column.writeBytes(row, flag, 0, flag.length);
        return at + flag.length;
      }
    }
    case 'flag': {
      const column = columns[name as 'pregnant'];
      return (row, bytes, at) => {
        const flag = flagAt(bytes, at);
        if (flag === null) return -1;
        column.write(row, flag === TRUE);
        return at + flag.length;
      };
    }
    case 'instant': {
      const column = columns[name as 'occurred_at'];
      return (row, bytes, at, end) => {
        const stop = bytes[at] === QUOTE ? endOfText(bytes, at + 1, end) : -1;
        if (stop < 0) return -1;
        const micros = parseUsualInstant(bytes, at + 1, stop);
        if (Number.isNaN(micros)) return -1;
        column.write(row, micros);
        return stop + 1;
      };
    }
    case 'number': {
      const { values } = columns[name as 'value'];
      return (row, bytes, at) => writeNumber(values, row, bytes, at);
    }
  }
}

/** Where a text without escapes ends, -1 if it does not before `end`. */
function endOfText(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at;
    if (byte < SPACE || byte === BACKSLASH) return -1;
  }
  return -1;
}

function columnOf(bytes: Uint8Array, from: number, to: number): number {
  const keys = KEYS_BY_LENGTH[to - from];
  if (keys === undefined) return -1;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    if (isAt(key.bytes, bytes, from)) return key.column;
  }
  return -1;
}

function isAt(word: Uint8Array, bytes: Uint8Array, from: number): boolean {
  for (let at = 0; at < word.length; at++) if (word[at] !== bytes[from + at]) return false;
  return true;
}

function flagAt(bytes: Uint8Array, at: number): Uint8Array | null {
  if (isAt(TRUE, bytes, at)) return TRUE;
  return isAt(FALSE, bytes, at) ? FALSE : null;
}

function isNumeric(byte: number): boolean {
  return byte === MINUS || (byte >= ZERO && byte <= NINE);
}

/** Reads a number without exponent whose digits a double counts, so that one division gives the nearest double. */
function writeNumber(values: Float64Array, row: number, bytes: Uint8Array, from: number): number {
  const first = bytes[from] === MINUS ? from + 1 : from;
  let at = first;
  let number = 0;
  for (let byte = bytes[at]!; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) {
    number = number * 10 + byte - ZERO;
  }
  let digits = at - first;
  if (digits === 0 || (digits > 1 && bytes[first] === ZERO)) return -1;
  let decimals = 0;
  if (bytes[at] === DOT) {
    const point = at++;
    for (let byte = bytes[at]!; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) {
      number = number * 10 + byte - ZERO;
    }
    decimals = at - point - 1;
    digits += decimals;
    if (decimals === 0) return -1;
  }
  if (digits > EXACT_DIGITS || bytes[at] === SMALL_E || bytes[at] === LARGE_E) return -1;
  if (decimals > 0) number /= POWERS[decimals]!;
  values[row] = first > from ? -number : number;
  return at;
}
