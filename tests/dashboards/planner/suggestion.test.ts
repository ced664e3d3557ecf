import { describe, expect, test } from 'vitest';
import type { WardShift } from '../../../dashboards/src/planner/shifts-ahead.ts';
import { suggestionsOf, type Trust } from '../../../dashboards/src/planner/suggestion.ts';

const ward = (
  wardId: string,
  planned: number | null,
  [p10, p50, p90]: readonly [number, number, number],
  type = 'surgery',
  coverage: number | null = 0.9,
): WardShift => ({ wardId, type, planned, usual: { p10, p50, p90, n: 8, coverage } });
const sound = () => 'sound' as const;
const lacking = ward('31A', 4, [4, 5, 7]);
const suggest = (wards: WardShift[], trust: (wardId: string) => Trust = sound) => {
  const { suggestions, withheld } = suggestionsOf(wards, trust);
  return {
    moves: suggestions.map(({ from, to }) => `${from.wardId}→${to.wardId}`),
    withheld: withheld.map(({ from, to, because, reason }) => ({ from, to, because, reason })),
  };
};

test('one nurse, with the effect on both wards and its bounds', () => {
  const { suggestions, withheld } = suggestionsOf([lacking, ward('33A', 8, [4, 5, 6])], sound);
  expect(withheld).toEqual([]);
  expect(suggestions).toEqual([
    {
      // 5 of 8, then of 7; 5 of 4, then of 5
      from: {
        ...{ wardId: '33A', before: 0.625, after: expect.closeTo(5 / 7) },
        ...{ low: expect.closeTo(4 / 7), high: expect.closeTo(6 / 7) },
      },
      to: { wardId: '31A', before: 1.25, after: 1, low: 0.8, high: 1.4 },
      isSameType: true,
    },
  ]);
});

test('a ward of the same kind lends first, then they come in the order of the site', () => {
  const other = ward('36A', 20, [1, 2, 3], 'medicine');
  const same = ward('33A', 8, [4, 5, 6]);
  expect(suggest([other, lacking, same]).moves).toEqual(['33A→31A']);
  expect(suggest([other, lacking, ward('12A', 9, [1, 1, 1], 'cardiology')]).moves).toEqual([
    '36A→31A',
  ]);
});

test('who has one to lend lends one', () => {
  const second = ward('35A', 3, [3, 4, 5]);
  const lender = ward('33A', 7, [4, 5, 6]);
  expect(suggest([lacking, second, lender]).moves).toEqual(['33A→31A']);
  // 8 less 1 still meet 6, and less 2 too
  expect(suggest([lacking, second, ward('33A', 8, [4, 5, 6])]).moves).toEqual([
    ...['33A→31A', '33A→35A'],
  ]);
});

describe('it is withheld, and said why', () => {
  const lender = ward('33A', 8, [4, 5, 6]);

  test.each([0.69, null])('where what is usual is covered to %d', (coverage) => {
    const thin = ward('33A', 8, [4, 5, 6], 'surgery', coverage);
    expect(suggest([lacking, thin])).toEqual({
      moves: [],
      withheld: [{ from: '33A', to: '31A', because: '33A', reason: 'thin' }],
    });
    const lacks = ward('31A', 4, [4, 5, 7], 'surgery', coverage);
    expect(suggest([lacks, lender])).toEqual({
      moves: [],
      withheld: [{ from: null, to: '31A', because: '31A', reason: 'thin' }],
    });
    expect(suggest([lacking, ward('33A', 8, [4, 5, 6], 'surgery', 0.7)]).moves).toHaveLength(1);
  });

  test.each(['stale', 'thin'] as const)('where the lending ward is %s', (reason) => {
    const trust = (wardId: string): Trust => (wardId === '33A' ? reason : 'sound');
    expect(suggest([lacking, lender], trust)).toEqual({
      moves: [],
      withheld: [{ from: '33A', to: '31A', because: '33A', reason }],
    });
  });

  test.each(['stale', 'thin'] as const)('where the borrowing ward is %s', (reason) => {
    const trust = (wardId: string): Trust => (wardId === '31A' ? reason : 'sound');
    expect(suggest([lacking, lender], trust)).toEqual({
      moves: [],
      withheld: [{ from: null, to: '31A', because: '31A', reason }],
    });
  });

  test('where the lending ward might fall short itself', () => {
    // 6 to spare at the median, and 7.5 are required at p90
    expect(suggest([lacking, ward('33A', 8, [4, 6, 7.5])]).withheld).toEqual([
      { from: '33A', to: '31A', because: '33A', reason: 'short' },
    ]);
  });

  test('where it would leave fewer than two', () => {
    expect(suggest([lacking, ward('33A', 2, [0, 0, 0.5])]).withheld).toEqual([
      { from: '33A', to: '31A', because: '33A', reason: 'few' },
    ]);
  });

  test('and the next ward is tried', () => {
    const trust = (wardId: string): Trust => (wardId === '33A' ? 'thin' : 'sound');
    expect(suggest([lacking, lender, ward('35A', 9, [4, 5, 6])], trust)).toEqual({
      moves: ['35A→31A'],
      withheld: [{ from: '33A', to: '31A', because: '33A', reason: 'thin' }],
    });
  });
});

test('nothing is lent where nothing is known, or the gap is small', () => {
  const lender = ward('33A', 8, [4, 5, 6]);
  expect(suggestionsOf([ward('31A', 4.6, [4, 5, 7]), lender], sound)).toEqual({
    ...{ isLacking: false, suggestions: [], withheld: [] },
  });
  expect(suggestionsOf([ward('31A', null, [4, 5, 7]), lender], sound).isLacking).toBe(false);
  const unknown = { wardId: '33A', type: 'surgery', planned: 9, usual: null };
  expect(suggestionsOf([lacking, unknown], sound)).toEqual({
    ...{ isLacking: true, suggestions: [], withheld: [] },
  });
});

test('a ward where nobody is planned has no load before', () => {
  const { suggestions } = suggestionsOf(
    [ward('31A', 0, [1, 2, 3]), ward('33A', 8, [4, 5, 6])],
    sound,
  );
  expect(suggestions[0]!.to).toEqual({ wardId: '31A', before: null, after: 2, low: 1, high: 3 });
});
