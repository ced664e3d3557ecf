/**
 * Whether a text holds what can be a Swedish identity number: of a person, a coordination number (day + 60),
 * or a temporary number (`19121212-TF12`), in any spelling.
 *
 * Ten or twelve digits are one if their date exists (with twelve, of the years 1800 to 2199) and the check
 * digit is right; of the 1800s, by which nobody numbers encounters, whatever that digit is. They may stand between letters, in any script, with anything but letters and digits
 * between groups of them; longer rows of digits are looked at from both ends and without leading zeros. A
 * capitalised name of two words with a date of birth counts too. UUIDs and hexadecimal digests are none,
 * whatever digits come together in them.
 */
export function looksPersonal(text: string): boolean {
  if (!mayHoldOne(text) || DIGEST.test(text)) return false;
  const plain = asciiDigits(text);
  return isNamed(plain) || groups(plain).some((row) => starts(row).some(isNumber));
}

/**
 * The same of an id, which a machine made up of numbers: hyphens between them bring dates and check digits
 * together by chance. Of this century a number counts only as people write it: `YYYYMMDDNNNN` or `YYMMDDNNNN`,
 * with at most one sign before the last four, and no digit beside. A machine's dates are not of the 1900s:
 * those count in every spelling.
 */
export function idLooksPersonal(id: string): boolean {
  if (!mayHoldOne(id) || DIGEST.test(id)) return false;
  const plain = asciiDigits(id).replace(UUID, ' x ').replace(TIMESTAMP, ' x ');
  return (
    isNamed(plain) ||
    [...plain.matchAll(WRITTEN)].some(([, date, four]) => isNumber(`${date}${four}`)) ||
    groups(plain).some((row) => starts(row).some((found) => isOfThe1900s(found) && isNumber(found)))
  );
}

/** Digits below which there is no date. */
const FEWEST_DIGITS = 8;
/** The rows of digits that are one: with the century and without. */
const LONG = 12;
const SHORT = 10;

const DIGEST = /^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?=\d*[a-f])[\da-f]{32,})$/i;
const TEMPORARY = /(?<!\d)(\d{8})[^\p{L}\p{N}]{0,3}TF\d\d(?!\d)/giu;
const NAMED = /\p{Lu}\p{Ll}+[^\p{L}\p{N}]\p{Lu}\p{Ll}+[^\p{L}\p{N}]?(\d{8})(?![^\p{L}\p{N}]?\d)/gu;
const UUID = /(?<![\p{L}\p{N}])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\p{L}\p{N}])/giu;
/** An instant of this century in one row, to the second or finer. */
const TIMESTAMP =
  /(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])(?:[0-5]\d){2}\d{0,6}(?!\d)/g;
/** A date, one sign at most, and four digits; zeros before twelve digits fill a field. */
const WRITTEN = /(?<!\d)(?:0+(?=\d{12}(?!\d)))?(\d{8}|\d{6})[^\p{L}\p{N}]?(\d{4})(?!\d)/gu;
/** An instant in an id (`obs-17-2026-11-26T07:59:10Z`) is no part of a number. */
const INSTANT = /(?<!\d)\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?/g;
/** A time of day is no part of a number. */
const CLOCK = /(?<![\d:])(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])/g;
const APART = /\p{L}|\p{N}(?<!\d)/u;
const BETWEEN = /[^\p{L}\p{N}]+/u;

/** A quick look: most texts have too few digits. */
function mayHoldOne(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f || (unit >= 0x30 && unit <= 0x39)) digits++;
    if (digits >= FEWEST_DIGITS) return true;
  }
  return false;
}

/** The text with the digits of every script as ASCII, without marks and characters of no width. */
function asciiDigits(text: string): string {
  const plain = text.normalize('NFKC').replace(/[\p{Cf}\p{M}]/gu, '');
  return plain.replace(/\p{Nd}/gu, (digit) => String(digitOf(digit.codePointAt(0)!)));
}

/** Decimal digits stand in rows of ten. */
function digitOf(point: number): number {
  if (point < 0x80) return point - 0x30;
  let first = point;
  while (point - first < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first--;
  return point - first;
}

/** Rows of groups of digits: `pnr 12 12-12.1212` has one, of four groups. */
function groups(text: string): string[][] {
  return text
    .replace(INSTANT, ' x ')
    .replace(CLOCK, ' x ')
    .split(APART)
    .map((row) => row.split(BETWEEN).filter((group) => group !== ''))
    .filter((row) => row.length > 0);
}

/** What may be a number: groups that together have its length, and the ends of a group that is longer. */
function starts(row: readonly string[]): string[] {
  const found: string[] = [];
  row.forEach((group, first) => {
    let joined = '';
    for (let next = first; next < row.length && joined.length < LONG; next++) {
      joined += row[next];
      if (joined.length === LONG || joined.length === SHORT) found.push(joined);
    }
    if (group.length <= SHORT) return;
    const bare = group.replace(/^0+/, '');
    if (bare.length === LONG || bare.length === SHORT) found.push(bare);
    if (group.length > LONG) found.push(group.slice(0, LONG), group.slice(-LONG));
  });
  return found;
}

function isOfThe1900s(digits: string): boolean {
  return digits.length === LONG && digits.startsWith('19');
}

function isNumber(digits: string): boolean {
  if (!isDate(digits.slice(0, -4))) return false;
  return isChecked(digits.slice(-SHORT)) || (digits.length === LONG && digits.startsWith('18'));
}

/** A day of a calendar, `YYYYMMDD` or `YYMMDD`; 61 to 91 of coordination numbers too. */
function isDate(digits: string): boolean {
  const century = digits.length === 8 ? Number(digits.slice(0, 2)) : 20;
  if (century < 18 || century > 21) return false;
  const [year, month, day] = [-6, -4, -2].map((at) => Number(digits.slice(at).slice(0, 2)));
  const ofMonth = day! > 60 ? day! - 60 : day!;
  // without a century, 29 February is of either
  const days =
    month! < 1 || month! > 12
      ? 0
      : new Date(Date.UTC(century * 100 + year!, month!, 0)).getUTCDate();
  return ofMonth >= 1 && ofMonth <= days;
}

/** Luhn's check digit, over the ten digits without a century. */
function isChecked(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const product = (digits.charCodeAt(at) - 0x30) * (at % 2 === 0 ? 2 : 1);
    sum += product > 9 ? product - 9 : product;
  }
  return sum % 10 === 0;
}

/** A temporary number, or a name with a date of birth. */
function isNamed(text: string): boolean {
  return [TEMPORARY, NAMED].some((pattern) =>
    [...text.matchAll(pattern)].some(([, date]) => isDate(date!)),
  );
}
