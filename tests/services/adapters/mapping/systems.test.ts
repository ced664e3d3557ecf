import { expect, test } from 'vitest';
import { LOINC } from '../../../../services/adapters/mapping/codes.ts';
import { systemOf } from '../../../../services/adapters/mapping/systems.ts';

const FORM = /^\d{1,7}-\d$/;

/** True if a code has the form of LOINC: digits, hyphen, check digit (modulus 10). */
function hasLoincForm(code: string): boolean {
  if (!FORM.test(code)) return false;
  const [body, check] = code.split('-') as [string, string];
  const sum = [...body].toReversed().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10 === Number(check);
}

test('every LOINC code of the table has its check digit', () => {
  expect(
    Object.values(LOINC)
      .flat()
      .filter((code) => !hasLoincForm(code)),
  ).toEqual([]);
});

test.each(['tt-1', '8310-6', '8310', '8310-5-1', '', 'LA9340-6'])(
  '%s has not the form of LOINC',
  (code) => {
    expect(hasLoincForm(code)).toBe(false);
  },
);

test.each([
  ['LN', 'loinc'],
  ['http://loinc.org', 'loinc'],
  ['2.16.840.1.113883.6.96', 'sct'],
  [' Sct ', 'sct'],
  ['MDC', 'mdc'],
  ['HL70162', 'hl70162'],
  ['WinPath', 'winpath'],
])('the coding system %s is %s', (name, expected) => {
  expect(systemOf(name)).toBe(expected);
});
