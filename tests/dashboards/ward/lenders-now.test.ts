import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { lendersNow } from '../../../dashboards/src/ward/lenders-now.ts';
import { lendersTitle, lenderTexts } from '../../../dashboards/src/ward/lenders-part.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { restOf, ward } from '../ward.ts';

/** 5.6 required, of them 2.8 registered nurses, and 3 and 1 there; 1.4 missing in the rest of the shift. */
const SHORT = ward({
  ...{ state: 'short', gap: -1.6, restOfShift: restOf(-1.4), supply: { rn: 3, na: 1 } },
  ...{ requiredNurses: 5.6, requiredRn: 2.8 },
});
const other = (wardId: string, gap: number | null, rest: number | null, more = {}): WardNow =>
  ward({
    ...{ wardId, type: 'medicine', state: 'room', gap, supply: { rn: 2, na: 4 }, requiredRn: 2 },
    ...{ restOfShift: rest === null ? null : restOf(rest) },
    ...more,
  });
const known = ({ state }: WardNow) => state ?? 'unknown';
const lendersOf = (wards: readonly WardNow[], of = SHORT) => lendersNow(of, [of, ...wards], known);
const sv = formatOf('sv', 'Europe/Stockholm');
const texts = (wards: readonly WardNow[], of = SHORT) =>
  lenderTexts(lendersOf(wards, of)!, swedish, sv);

test('wards with room now and in the rest of the shift lend, those of the same type first', () => {
  const wards = [
    other('10A', 2, 1.2),
    other('36A', 1, 1.5, { type: 'surgery' }),
    // room in the hour now alone, in the rest alone, and of less than a person
    ...[other('11A', 2, 0.5), other('12A', 0.5, 2), other('13A', 0.94, 1.2)],
    other('14A', null, 2),
    // not held for ten minutes yet, and not said by the wall
    other('15A', 2, 2, { state: 'balanced' }),
    // known of the hour alone
    other('16A', 0.95, null),
  ];
  expect(texts(wards)).toEqual([
    '36A: 1 usk, +1,0 → 0,0, samma typ',
    '10A: 1 usk, +1,2 → +0,2, annan typ',
    // 1.6 missing in this hour
    'Med förslagen hamnar 31A på +0,4',
    'Kvar att låna ut: 16A 1 usk',
  ]);
});

test('a ward whose figures are old or thin, or that would keep fewer than two, is withheld', () => {
  const wards = [
    other('A', 2, 2, { state: 'old' }),
    other('B', 2, 2, { state: 'incomplete' }),
    other('C', 1.2, 1.2, { supply: { rn: 1, na: 1.9 } }),
    other('D', 0, 0, { state: 'old' }),
  ];
  expect(texts(wards)).toEqual([
    'Ingen kan låna ut till 31A.',
    'A har en person över, men uppgifterna är gamla',
    'B har en person över, men underlaget är ofullständigt',
    'C skulle få färre än två personer kvar',
  ]);
});

test('a ward that lacks a registered nurse is lent one by a ward that keeps what it requires and its minimum', () => {
  const lacking = ward({
    ...{ state: 'short', gap: 0.8, missingRn: 1, marks: ['rn-missing'] },
    ...{ supply: { rn: 1, na: 5 }, requiredRn: 2 },
  });
  const rn = (wardId: string, present: number | null, more = {}) =>
    other(wardId, 1.5, 1.5, {
      supply: { rn: present, na: 3 },
      requiredRn: 1.8,
      present: 6,
      ...more,
    });
  // a minimum of 3, 0.2 over, unknown, one who has left within the hour, and 1.2 over
  const left = rn('CC', 3, { presentRn: 2 });
  const wards = [rn('A', 3, { minimumRn: 3 }), rn('B', 2), rn('C', null), left, rn('D', 3)];
  expect(lendersOf(wards, lacking)).toMatchObject({
    ...{ of: 'rn', until: null },
    help: { offers: [{ wardId: 'D', rn: 1, na: 0 }] },
  });
  // a shortfall over the shift, above the minimum
  const flagged = { ...lacking, missingRn: null, supply: { rn: 3, na: 3 }, requiredRn: 3.9 };
  expect(lendersOf(wards, { ...flagged, marks: ['rn-shortfall'] })).toMatchObject({
    ...{ of: 'rn', help: { offers: [{ wardId: 'D', rn: 1, na: 0 }] } },
  });
});

test('a ward that lacks registered nurses learns that others have assistants alone', () => {
  const lacking = { ...SHORT, supply: { rn: 1, na: 3 }, requiredRn: 2.8 };
  expect(texts([other('10A', 1.2, 1.2)], { ...lacking, missingRn: 1 })).toEqual([
    'Ingen kan låna ut till 31A.',
    '31A saknar ssk, och ingen avdelning kan avvara fler',
    'Kvar att låna ut: 10A 1 usk',
  ]);
});

test('a person who is wanted on two wards is offered to the one that lacks more', () => {
  const worse = { ...SHORT, wardId: '17A', gap: -2, restOfShift: restOf(-2) };
  const one = other('36A', 1.2, 1.2);
  expect(texts([worse, one])).toEqual([
    'Ingen kan låna ut till 31A.',
    '36A har personal över, men den behövs mer på 17A',
  ]);
  expect(texts([SHORT, one], worse)).toEqual([
    '36A: 1 usk, +1,2 → +0,2, annan typ',
    'Med förslagen hamnar 17A på −1,0',
  ]);
});

test('nobody is looked for where nobody is missing, or the own figures are old', () => {
  for (const state of ['balanced', 'room', 'no-level', 'old', 'incomplete'] as const) {
    expect(lendersOf([other('A', 2, 2)], { ...SHORT, state })).toBeNull();
  }
  const tight = lendersOf([other('A', 2, 2)], { ...SHORT, state: 'tight' });
  expect(tight?.help.offers).toHaveLength(1);
});

test('in words, in both languages', () => {
  const lenders = lendersOf([
    other('36A', 1.2, 1.2, { type: 'surgery' }),
    other('B', 2, 2, { state: 'old' }),
  ])!;
  const en = formatOf('en', 'Europe/Stockholm');
  expect(lendersTitle(lenders, swedish, sv)).toBe('Kan låna ut fram till kl. 21');
  expect(lendersTitle(lenders, english, en)).toBe('Can lend until 21:00');
  expect(lenderTexts(lenders, english, en)).toEqual([
    '36A: 1 NA, +1.2 → +0.2, same type',
    'With these, 31A comes to −0.6',
    'B has a person to spare, but its data is out of date',
  ]);
  const rn = { ...lenders, of: 'rn', until: null } as const;
  expect(lendersTitle(rn, swedish, sv)).toBe('Kan låna ut en sjuksköterska');
});

test('that no other ward has room, or is seen, is said', () => {
  expect(texts([other('A', 0, 0)])).toEqual([
    'Ingen kan låna ut till 31A.',
    'Ingen annan avdelning har en person över under passet.',
  ]);
  expect(texts([])).toEqual([
    'Du ser bara den här avdelningen. Den som ser hela sjukhuset vet vem som kan låna ut.',
  ]);
  // two of them lend, and of those that are left the first ones are named
  const many = [...'ABCDEFGHI'].map((id) => other(id, 2, 2));
  expect(texts(many).at(-1)).toBe(
    'Kvar att låna ut: A 1 usk, B 1 usk, C 2 usk, D 2 usk, E 2 usk och 4 till',
  );
});
