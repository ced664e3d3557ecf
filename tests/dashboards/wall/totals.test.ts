import { expect, test } from 'vitest';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { stateOf } from '../../../dashboards/src/status.ts';
import { divisionsOf, partsOf, totalsOf } from '../../../dashboards/src/wall/totals.ts';
import { totalsSentence } from '../../../dashboards/src/wall/totals-strip.ts';
import { ward } from '../ward.ts';

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
  expect(counts).toEqual({ counted: 3, uncounted: 3, short: 1, tight: 0 });
});

test('where the connection is lost nothing is known', () => {
  expect(totalsOf(wards, () => 'old')).toMatchObject({ counted: 0, uncounted: 6, gap: 0 });
});

test('all wards come first, then the divisions as the site has them', () => {
  expect(divisionsOf(wards)).toEqual(['Kirurgi', 'Medicin']);
  const parts = partsOf(wards, stateOf);
  expect(parts.map(({ division }) => division)).toEqual([null, 'Kirurgi', 'Medicin']);
  // −1,7 + 2: the ward that can spare hides the one that is short, so both are said
  expect(parts[1]!.totals).toMatchObject({ counted: 2, uncounted: 0, short: 1 });
  expect(parts[1]!.totals.gap).toBeCloseTo(0.3, 10);
  expect(parts[2]!.totals).toMatchObject({ counted: 1, uncounted: 2, gap: 0.25 });
});

const none = { present: 0, required: 0, gap: 0, counted: 0, uncounted: 0, short: 0, tight: 0 };
test.each([
  [{ counted: 20 }, 'Ingen av 20 avdelningar saknar någon', 'None of 20 wards is short'],
  [
    { counted: 17, uncounted: 3 },
    'Ingen av 17 avdelningar saknar någon · 3 ej medräknade',
    'None of 17 wards is short · 3 not counted',
  ],
  [{ counted: 1 }, 'Ingen saknas på avdelningen', 'Nobody is missing on the ward'],
  [
    { counted: 9, short: 1, tight: 2, uncounted: 1 },
    '1 avdelning saknar personal, 2 ansträngda · 1 ej medräknad',
    '1 ward is short-staffed, 2 tight · 1 not counted',
  ],
  [{ counted: 9, tight: 1 }, '1 ansträngd', '1 tight'],
  [
    { uncounted: 4 },
    'Bemanning eller nivå är okänd på alla avdelningar',
    'Staffing or level is unknown for every ward',
  ],
])('%j in words', (change, sv, en) => {
  expect(totalsSentence({ ...none, ...change }, swedish.wall)).toBe(sv);
  expect(totalsSentence({ ...none, ...change }, english.wall)).toBe(en);
});
