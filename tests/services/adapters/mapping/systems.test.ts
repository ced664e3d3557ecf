import { expect, test } from 'vitest';
import { LOINC } from '../../../../services/adapters/mapping/codes.ts';
import { hasLoincForm, systemOf } from '../../../../services/adapters/mapping/systems.ts';

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
