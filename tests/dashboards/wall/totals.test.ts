import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import type { Lang } from '../../../dashboards/src/i18n/languages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { type State, stateOf } from '../../../dashboards/src/status.ts';
import {
  divisionsOf,
  partsOf,
  type Totals,
  totalsOf,
} from '../../../dashboards/src/wall/totals.ts';
import { totalsSentence } from '../../../dashboards/src/wall/totals-strip.ts';
import { restOf, ward } from '../ward.ts';

const format = (lang: Lang) => formatOf(lang, 'Europe/Stockholm');

const wards = [
  // 4 of 5,7
  ward({ wardId: 'A', division: 'Kirurgi', state: 'short', gap: -1.7, requiredNurses: 5.7 }),
  // 6 of 5,75
  ward({ wardId: 'B', division: 'Medicin', state: 'balanced', gap: 0.25, requiredNurses: 5.75 }),
  // 7 of 5
  ward({ wardId: 'C', division: 'Kirurgi', state: 'room', gap: 2, requiredNurses: 5 }),
  ward({ wardId: 'D', division: null, state: 'no-level', gap: null, requiredNurses: null }),
  ward({ wardId: 'E', division: 'Medicin', state: 'no-staffing', gap: null, requiredNurses: 5 }),
  // known, but of eleven hours ago
  ward({ wardId: 'F', division: 'Medicin', state: 'old', gap: -3, requiredNurses: 6 }),
];

test('sums are of the wards whose staffing and level are known; the others are counted', () => {
  // present 4 + 6 + 7, required 5,7 + 5,75 + 5, gap −1,7 + 0,25 + 2
  const { present, required, gap, ...counts } = totalsOf(wards, stateOf);
  expect([present, required, gap].map((value) => Math.round(value * 100) / 100)).toEqual([
    17, 16.45, 0.55,
  ]);
  const uncounted = ['no-level', 'no-staffing', 'old'];
  expect(counts).toEqual({ counted: 3, uncounted, short: 1, tight: 0, ledUntil: [] });
});

test('where the connection is lost nothing is known', () => {
  const uncounted = Array<State>(6).fill('old');
  expect(totalsOf(wards, () => 'old')).toMatchObject({ counted: 0, uncounted, gap: 0, short: 0 });
});

test('a ward that is short of nurses is counted as short though its assistants are not known', () => {
  const red = ward({ state: 'short', missingRn: 1, gap: null, requiredNurses: 4 });
  const totals = totalsOf([red, wards[1]!], stateOf);
  expect(totals).toMatchObject({ counted: 1, uncounted: ['short'], short: 1, gap: 0.25 });
  expect(totalsSentence(totals, swedish.wall, format('sv'))).toBe(
    '1 avdelning saknar personal · 1 inte med i summan',
  );
  // nor is it said of the others that nobody is missing where it is alone
  expect(totalsSentence(totalsOf([red], stateOf), swedish.wall, format('sv'))).toBe(
    '1 avdelning saknar personal · 1 inte med i summan',
  );
});

test('tiles that are led by the rest of the shift are said beside a sum of now', () => {
  // +0,2 now, −0,4 until nine in the evening: half a person apart
  const led = ward({ state: 'balanced', gap: 0.2, requiredNurses: 5, restOfShift: restOf(-0.4) });
  const totals = totalsOf([led, wards[1]!], stateOf);
  expect(totals.ledUntil).toEqual(['2026-01-05T20:00:00Z']);
  expect(totals.gap).toBeCloseTo(0.45, 10);
  expect(totalsSentence(totals, swedish.wall, format('sv'))).toBe(
    'Ingen av 2 avdelningar saknar någon · 1 ruta gäller till 21',
  );
  expect(totalsSentence(totals, english.wall, format('en'))).toBe(
    'None of 2 wards is short · 1 tile applies till 21',
  );
});

test('all wards come first, then the divisions as the site has them', () => {
  expect(divisionsOf(wards)).toEqual(['Kirurgi', 'Medicin']);
  const parts = partsOf(wards, stateOf);
  expect(parts.map(({ division }) => division)).toEqual([null, 'Kirurgi', 'Medicin']);
  // −1,7 + 2: the ward that can spare hides the one that is short, so both are said
  expect(parts[1]!.totals).toMatchObject({ counted: 2, uncounted: [], short: 1 });
  expect(parts[1]!.totals.gap).toBeCloseTo(0.3, 10);
  expect(parts[2]!.totals).toMatchObject({
    counted: 1,
    uncounted: ['no-staffing', 'old'],
    gap: 0.25,
  });
});

const none: Totals = {
  ...{ present: 0, required: 0, gap: 0, counted: 0, uncounted: [] },
  ...{ short: 0, tight: 0, ledUntil: [] },
};
test.each([
  [{ counted: 20 }, 'Ingen av 20 avdelningar saknar någon', 'None of 20 wards is short'],
  [
    { counted: 17, uncounted: ['old', 'no-level', 'old'] },
    'Ingen av 17 avdelningar saknar någon · 3 inte med i summan',
    'None of 17 wards is short · 3 not in the total',
  ],
  [{ counted: 1 }, 'Ingen saknas på avdelningen', 'Nobody is missing on the ward'],
  [
    { counted: 9, short: 1, tight: 2, uncounted: ['old'] },
    '1 avdelning saknar personal, 2 ansträngda · 1 inte med i summan',
    '1 ward is short-staffed, 2 tight · 1 not in the total',
  ],
  [{ counted: 9, tight: 1 }, '1 ansträngd', '1 tight'],
  [
    { uncounted: ['incomplete', 'incomplete'] },
    'Ingen avdelning kan räknas med: ofullständigt underlag',
    'No ward can be counted: incomplete data',
  ],
  [
    { uncounted: ['no-level', 'no-staffing', 'no-level'] },
    'Ingen avdelning kan räknas med: bemanning saknas 1, ej kalibrerad 2',
    'No ward can be counted: no staffing data 1, not calibrated 2',
  ],
] satisfies [Partial<Totals>, string, string][])('%j in words', (change, sv, en) => {
  expect(totalsSentence({ ...none, ...change }, swedish.wall, format('sv'))).toBe(sv);
  expect(totalsSentence({ ...none, ...change }, english.wall, format('en'))).toBe(en);
});
