import { daysIn, daysSinceEpoch, isInRange, type Micros } from '../../schemas/instant.ts';

const [DASH, COLON, DOT, PLUS] = [0x2d, 0x3a, 0x2e, 0x2b];
const [T, Z] = [0x54, 0x5a];

/**
 * Parses the usual forms of an instant in a range of bytes: `YYYY-MM-DDTHH:MM:SS`, at most six digits of a fraction,
 * `Z` or an offset. The result is that of `parseInstant`; NaN for everything else, instants in unusual forms included.
 */
export function parseUsualInstant(bytes: Uint8Array, from: number, to: number): Micros {
  if (
    to - from < 20 ||
    bytes[from + 4] !== DASH ||
    bytes[from + 7] !== DASH ||
    bytes[from + 10] !== T ||
    bytes[from + 13] !== COLON ||
    bytes[from + 16] !== COLON
  ) {
    return Number.NaN;
  }
  const year = two(bytes, from) * 100 + two(bytes, from + 2);
  const month = two(bytes, from + 5);
  const day = two(bytes, from + 8);
  const hour = two(bytes, from + 11);
  const minute = two(bytes, from + 14);
  const second = two(bytes, from + 17);
  // a pair that is no number makes the comparison false
  const isOne =
    year >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!isOne) return Number.NaN;
  let at = from + 19;
  let fraction = 0;
  if (bytes[at] === DOT) {
    const first = ++at;
    for (let unit = 100_000; at < to && isDigit(bytes[at]!); at++, unit /= 10) {
      if (unit < 1) return Number.NaN;
      fraction += (bytes[at]! - 0x30) * unit;
    }
    if (at === first) return Number.NaN;
  }
  const offset = offsetMinutes(bytes, at, to);
  const minutes = (daysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute - offset;
  const micros = (minutes * 60 + second) * 1_000_000 + fraction;
  return isInRange(micros) ? micros : Number.NaN;
}

function offsetMinutes(bytes: Uint8Array, at: number, to: number): number {
  if (bytes[at] === Z && at === to - 1) return 0;
  const sign = bytes[at] === PLUS ? 1 : bytes[at] === DASH ? -1 : Number.NaN;
  const hours = two(bytes, at + 1);
  const minutes = two(bytes, at + 4);
  const isOne = to - at === 6 && bytes[at + 3] === COLON && hours < 24 && minutes < 60;
  return isOne ? sign * (hours * 60 + minutes) : Number.NaN;
}

/** The number of two digits; NaN if they are none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 0x30;
  const ones = bytes[at + 1]! - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
