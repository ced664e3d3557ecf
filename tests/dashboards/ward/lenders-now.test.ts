import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { lendersNow } from '../../../dashboards/src/ward/lenders-now.ts';
import { lendersTitle, lenderTexts } from '../../../dashboards/src/ward/lenders-part.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { restOf, ward } from '../ward.ts';

const SHORT = ward({ state: 'short', gap: -1.6, restOfShift: restOf(-1.4) });
const other = (wardId: string, gap: number | null, rest: number | null, more = {}): WardNow =>
  ward({
    ...{ wardId, type: 'medicine', state: 'room', gap, supply: { rn: 3, na: 3 } },
    ...{ restOfShift: rest === null ? null : restOf(rest) },
    ...more,
  });
const known = ({ state }: WardNow) => state ?? 'unknown';
const lendersOf = (wards: readonly WardNow[], of = SHORT) => lendersNow(of, [of, ...wards], known);

test('wards with room now and in the rest of the shift, those of the same type first', () => {
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
  expect(lendersOf(wards)).toEqual({
    ...{ of: 'persons', until: '2026-01-05T20:00:00Z', withheld: [], areOthersSeen: true },
    lenders: [
      { wardId: '36A', isSameType: true, before: 1, after: 0, roles: null },
      {
        ...{ wardId: '10A', isSameType: false, roles: null },
        ...{ before: 1.2, after: expect.closeTo(0.2, 9) },
      },
      { wardId: '16A', isSameType: false, before: 1, after: 0, roles: null },
    ],
  });
});

test('a ward whose figures are old or thin, or that would keep fewer than two, is withheld', () => {
  const wards = [
    other('A', 2, 2, { state: 'old' }),
    other('B', 2, 2, { state: 'incomplete' }),
    other('C', 1.2, 1.2, { supply: { rn: 1, na: 1.9 } }),
    other('D', 0, 0, { state: 'old' }),
  ];
  expect(lendersOf(wards)).toMatchObject({
    lenders: [],
    withheld: [
      { wardId: 'A', reason: 'stale' },
      { wardId: 'B', reason: 'thin' },
      { wardId: 'C', reason: 'few' },
    ],
  });
});

test('a ward that lacks a registered nurse is lent one by a ward that has one over', () => {
  const lacking = ward({ state: 'short', gap: 0.8, missingRn: 1, marks: ['rn-missing'] });
  const wards = [
    other('A', 1.5, 1.5, { supply: { rn: 3, na: 3 }, requiredRn: 1.8 }),
    other('B', 1.5, 1.5, { supply: { rn: 2, na: 4 }, requiredRn: 1.8 }),
    other('C', 1.5, 1.5, { supply: { rn: null, na: 4 }, requiredRn: 1.8 }),
  ];
  expect(lendersOf(wards, lacking)).toMatchObject({
    of: 'rn',
    lenders: [{ wardId: 'A', before: expect.closeTo(1.2, 9) }],
  });
});

test('nobody is looked for where nobody is missing, or the own figures are old', () => {
  for (const state of ['balanced', 'room', 'no-level', 'old', 'incomplete'] as const) {
    expect(lendersOf([other('A', 2, 2)], { ...SHORT, state })).toBeNull();
  }
  expect(lendersOf([other('A', 2, 2)], { ...SHORT, state: 'tight' })?.lenders).toHaveLength(1);
});

test('in words, in both languages', () => {
  const lenders = lendersOf([
    other('36A', 1.2, 1.2, { type: 'surgery' }),
    // 3 RN less 1.9 required, 3 NA less 4.1 − 1.9
    other('10A', 1.9, 2, { requiredNurses: 4.1, requiredRn: 1.9 }),
    other('B', 2, 2, { state: 'old' }),
  ])!;
  const [sv, en] = [formatOf('sv', 'Europe/Stockholm'), formatOf('en', 'Europe/Stockholm')];
  expect(lendersTitle(lenders, swedish, sv)).toBe('Kan låna ut en person fram till kl. 21');
  expect(lenderTexts(lenders, swedish, sv)).toEqual([
    '36A: +1,2 → +0,2, samma typ',
    '10A: +1,9 → +0,9, annan typ (ssk +1,1, usk +0,8)',
    'B har en person över, men uppgifterna är gamla',
  ]);
  expect(lendersTitle(lenders, english, en)).toBe('Can lend one person until 21:00');
  expect(lenderTexts(lenders, english, en)[0]).toBe('36A: +1.2 → +0.2, same type');
  const rn = { ...lenders, of: 'rn', until: null } as const;
  expect(lendersTitle(rn, swedish, sv)).toBe('Kan låna ut en sjuksköterska');
});

test('that no other ward has room, or is seen, is said', () => {
  const sv = formatOf('sv', 'Europe/Stockholm');
  const texts = (wards: readonly WardNow[]) => lenderTexts(lendersOf(wards)!, swedish, sv);
  expect(texts([other('A', 0, 0)])).toEqual([
    'Ingen annan avdelning har en person över under passet.',
  ]);
  expect(texts([])).toEqual([
    'Du ser bara den här avdelningen. Den som ser hela sjukhuset vet vem som kan låna ut.',
  ]);
  // of many the first ones, and how many more
  const many = Array.from({ length: 9 }, (_, i) => other(`${i}`, 2, 2));
  expect(texts(many)).toHaveLength(6);
  expect(texts(many).at(-1)).toBe('och 4 till på översikten');
});
