import { expect, test } from 'vitest';
import { formatOf } from '../../dashboards/src/format.ts';
import { messages as english } from '../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../dashboards/src/i18n/sv/messages.ts';
import { stateWord } from '../../dashboards/src/state-word.ts';
import type { State } from '../../dashboards/src/status.ts';
import type { WardNow } from '../../schemas/ward-now.ts';
import { restOf, ward } from './ward.ts';

const formats = { sv: formatOf('sv', 'Europe/Stockholm'), en: formatOf('en', 'Europe/Stockholm') };

/** The word in Swedish and in English. */
function words(state: State, change: Partial<WardNow>): [sv: string, en: string] {
  return [
    stateWord(ward(change), state, swedish.common, formats.sv),
    stateWord(ward(change), state, english.common, formats.en),
  ];
}

test.each([
  ['short', { gap: -1.7 }, 'Saknar 1,7', 'Short by 1.7'],
  // with its decimal, as the figure has it: "Saknar 2 till 07" would read as a range
  ['short', { gap: -2 }, 'Saknar 2,0', 'Short by 2.0'],
  ['room', { gap: 1.2 }, 'Kan avvara 1,2', '1.2 to spare'],
  ['tight', { gap: -0.7 }, 'Ansträngt', 'Tight'],
  ['balanced', { gap: 0.2 }, 'I balans', 'Balanced'],
  ['old', { gap: -1.7 }, 'Gamla uppgifter', 'Out of date'],
  ['incomplete', { gap: -1.7 }, 'Ofullständigt underlag', 'Incomplete data'],
  ['no-staffing', { gap: null }, 'Bemanning saknas', 'No staffing data'],
  ['no-level', { gap: null }, 'Ej kalibrerad', 'Not calibrated'],
  ['no-patients', { gap: 4 }, 'Inga patienter', 'No patients'],
  ['unknown', { gap: null }, 'Uppgifter saknas', 'No data'],
] as const)('%s reads "%s"', (state, change, sv, en) => {
  expect(words(state, change)).toEqual([sv, en]);
});

test('the rest of the shift is named where it is what the state follows from', () => {
  // 20:00 UTC is nine in the evening
  expect(words('short', { gap: -0.2, restOfShift: restOf(-1.4) })).toEqual([
    'Saknar 1,4 till 21',
    'Short by 1.4 till 21',
  ]);
  expect(words('room', { gap: 3, restOfShift: restOf(1.2, '2026-01-05T20:30:00Z') })).toEqual([
    'Kan avvara 1,2 till 21:30',
    '1.2 to spare till 21:30',
  ]);
});

test.each([
  [1, 'En sjuksköterska saknas', '1 RN missing'],
  [2, '2 sjuksköterskor saknas', '2 RN missing'],
  [0.5, '0,5 sjuksköterska saknas', '0.5 RN missing'],
])('%d registered nurses under the least number', (missingRn, sv, en) => {
  expect(words('short', { gap: 0.8, missingRn, marks: ['rn-missing'] })).toEqual([sv, en]);
});

test('a shift that lacks registered nurses says so', () => {
  const change = { gap: 0.4, requiredRn: 3.5, supply: { rn: 2, na: 4 } };
  expect(words('short', { ...change, marks: ['rn-shortfall'] })).toEqual([
    'Brist på sjuksköterskor',
    'RN shortfall',
  ]);
});

test('a state that outlasts its figure for some minutes names none', () => {
  expect(words('short', { gap: 0.2 })[0]).toBe('Saknar personal');
  expect(words('short', { gap: -0.04 })[0]).toBe('Saknar personal');
  expect(words('room', { gap: -0.3, restOfShift: restOf(0.04) })[0]).toBe('Kan avvara personal');
  expect(words('room', { gap: null })[0]).toBe('Kan avvara personal');
});

test('no two states are called the same', () => {
  for (const { states } of [swedish.common, english.common]) {
    expect(new Set(Object.values(states)).size).toBe(10);
  }
});
