import fc from 'fast-check';

/** Ids that mean something else where wards are granted, listed or opened. */
export const REFUSED = [
  ['31A,36A', 'comma'],
  [',', 'comma'],
  ['.', 'addresses'],
  ['..', 'addresses'],
  ['*', 'every ward'],
  ['31/A', 'slash'],
  ['/', 'slash'],
  [' 31A', 'single spaces'],
  ['31A ', 'single spaces'],
  [' ', 'single spaces'],
  ['Hus  1', 'single spaces'],
  ['31\tA', 'invisible'],
  ['31\nA', 'invisible'],
  ['31\u0000', 'invisible'],
  ['31\u007f', 'invisible'],
  ['31\u00a0A', 'single spaces'],
  ['31\u2028A', 'single spaces'],
  ['31\u200bA', 'invisible'],
  ['31\u202eA', 'invisible'],
  ['\ufeff31A', 'invisible'],
  ['31\ud800', 'invisible'],
] as const;

/** Odd ones that work everywhere. */
export const ODD = [
  'Hus 1: plan 2',
  'få',
  'Öron, näsa, hals'.replaceAll(',', ''),
  '100%',
  '%2F',
  '%252e',
  'a+b',
  'A&B=C',
  '31A?x#y',
  'a\\b',
  '...',
  '.a',
  'A*',
  '**',
  "O'Brien",
  '"31"',
  '=1+1',
  '@x',
  '-3',
  '~',
  ';',
  ':',
  ':wardId',
  '__proto__',
  'constructor',
  '病棟',
  '🏥',
  'å'.repeat(64),
  '病'.repeat(64),
  '%'.repeat(64),
] as const;

const mark = fc.constantFrom(...'%+:;?#&=\\@!$()[]{}<>|~^`\'"-_.*'.split(''));
const letter = fc.constantFrom(...'aZ09åÖé病'.split(''));
const word = fc
  .array(fc.oneof(mark, letter), { minLength: 1, maxLength: 12 })
  .map((all) => all.join(''));

/** Ids that a site may have. */
export const wardIds: fc.Arbitrary<string> = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '))
  .filter((id) => !['.', '..', '*'].includes(id));
