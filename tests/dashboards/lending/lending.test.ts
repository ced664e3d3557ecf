import { expect, test } from 'vitest';
import { helpFor } from '../../../dashboards/src/lending/help.ts';
import { lendingOf } from '../../../dashboards/src/lending/lending.ts';
import { spareOf, withheldOf } from '../../../dashboards/src/lending/spare.ts';
import type { StaffedWard } from '../../../dashboards/src/lending/staffed-ward.ts';
import { staffed } from './staffed.ts';

/** 36A → 31A na, a line each. */
const loansOf = (wards: readonly StaffedWard[]) =>
  lendingOf(wards).loans.map(
    ({ from, to, role, isStandIn }) => `${from} → ${to} ${role}${isStandIn ? ' for na' : ''}`,
  );

test('a ward of the same type lends an assistant, computed by hand', () => {
  // a shift of seven hours: 42 nurse-hours are six persons
  const hours = (median: number, high: number) => ({ required: median / 7, high: high / 7 });
  const wards = [
    staffed({ wardId: '31A', rn: 3, na: 2, ...hours(42, 48) }),
    staffed({ wardId: '36A', rn: 3, na: 3, ...hours(33, 38.5) }),
    staffed({ wardId: '10A', type: 'medicine', rn: 3, na: 3, ...hours(31.5, 35) }),
    staffed({ wardId: '17A', rn: 4, na: 3, ...hours(35, 40) }, { trust: 'thin' }),
  ];
  const lending = lendingOf(wards);
  expect(loansOf(wards)).toEqual(['36A → 31A na']);
  expect(helpFor('31A', lending)).toEqual({
    offers: [
      {
        ...{ wardId: '36A', isSameType: true, rn: 0, na: 1, standIns: 0, alsoTo: [] },
        // 6 less 33 / 7, then 5 less 33 / 7 and 5 less 38.5 / 7
        ...{ before: 1.3, after: 0.3, afterAtHigh: -0.5 },
      },
    ],
    ...{ after: 0, lacksRn: false },
    elsewhere: [],
    // 10A: 3 registered nurses of 2.25 required
    left: [{ wardId: '10A', persons: 1, rn: 0, na: 1 }],
    withheld: [{ wardId: '17A', reason: 'thin' }],
  });
  const heads = [...lending.after.values()].reduce((sum, { present }) => sum + present, 0);
  expect(heads).toBe(24);
});

test('one person at a time goes to the ward that lacks most by then, and nobody is lent twice', () => {
  const wards = [
    staffed({ wardId: '17A', rn: 3, na: 2, required: 7, rnShare: 0.4 }),
    staffed({ wardId: '31A', rn: 3, na: 2, required: 6.6, rnShare: 0.4 }),
    staffed({ wardId: '36A', rn: 3, na: 4, required: 4.6 }),
  ];
  // 17A lacks 2.0 and then 1.0, 31A 1.6 and then 0.6; 36A has 2.4 to spare
  expect(loansOf(wards)).toEqual(['36A → 17A na', '36A → 31A na']);
  const lending = lendingOf(wards);
  expect(helpFor('17A', lending)).toMatchObject({
    offers: [{ wardId: '36A', na: 1, before: 2.4, after: 0.4, alsoTo: ['31A'] }],
    ...{ after: -1, left: [] },
  });
  expect(helpFor('31A', lending)).toMatchObject({ offers: [{ alsoTo: ['17A'] }], after: -0.6 });
  // a third ward that lacks less finds out where they go
  const third = staffed({ wardId: '20A', rn: 2, na: 2, required: 5, rnShare: 0.4 });
  expect(helpFor('20A', lendingOf([...wards, third]))).toMatchObject({
    ...{ offers: [], after: -1, left: [] },
    elsewhere: [{ wardId: '36A', to: ['17A', '31A'] }],
  });
});

test('a nurse stands in for an assistant if no ward can spare one, and not the other way round', () => {
  const nurses = staffed({ wardId: '36A', rn: 5, na: 0, required: 4 });
  const assistants = staffed({ wardId: '10A', type: 'medicine', rn: 2, na: 3, required: 4 });
  const lacksNa = staffed({ wardId: '31A', rn: 3, na: 2, required: 6 });
  const lacksRn = staffed({ wardId: '31A', rn: 2, na: 3, required: 6 });
  expect(loansOf([lacksNa, nurses])).toEqual(['36A → 31A rn for na']);
  // an assistant of another type comes before a nurse of the same
  expect(loansOf([lacksNa, nurses, assistants])).toEqual(['10A → 31A na']);
  expect(loansOf([lacksRn, assistants])).toEqual([]);
  expect(loansOf([lacksRn, assistants, nurses])).toEqual(['36A → 31A rn']);
});

test('a ward that lacks both gets an assistant too where no nurse can be spared', () => {
  const lacksBoth = staffed({ wardId: '31A', rn: 2, na: 2, required: 6 });
  const assistants = staffed({ wardId: '10A', rn: 3, na: 3, required: 4.9 });
  expect(loansOf([lacksBoth, assistants])).toEqual(['10A → 31A na']);
});

test('a ward below its minimum of registered nurses comes first, whatever its persons', () => {
  const below = staffed({ wardId: '12A', rn: 1, na: 4, required: 4.2, rnShare: 0.3 });
  const wards = [
    { ...below, standing: 'lacking' as const },
    staffed({ wardId: '31A', rn: 4, na: 1, required: 8 }),
    staffed({ wardId: '36A', rn: 4, na: 1, required: 4 }),
  ];
  // 12A has 0.8 over; the nurse that 36A spares would stand in for an assistant on 31A
  expect(loansOf(wards)).toEqual(['36A → 12A rn']);
  // a ward that is flagged for registered nurses and lacks nobody else
  const flagged = staffed(
    { wardId: '12A', rn: 2, na: 3, required: 5, rnShare: 0.6 },
    { standing: 'lacking', mustHaveRn: true },
  );
  expect(loansOf([flagged, wards[2]!])).toEqual(['36A → 12A rn']);
  expect(loansOf([{ ...flagged, mustHaveRn: false }, wards[2]!])).toEqual([]);
});

test.each([
  // 7 of 4 required: three persons, of them registered nurses over 2 required
  [{ rn: 3, na: 4, required: 4 }, {}, { persons: 3, rn: 1, na: 3 }],
  // registered nurses by the minimum, not by the two that are required
  [{ rn: 5, na: 2, required: 4, minimumRn: 4 }, {}, { persons: 3, rn: 1, na: 2 }],
  [{ rn: 5, na: 1, required: 3, minimumRn: 5 }, {}, { persons: 1, rn: 0, na: 1 }],
  // half an assistant is none
  [{ rn: 2, na: 1.5, required: 2 }, {}, { persons: 1, rn: 0, na: 1 }],
  // by the figures that are shown: 0.96 reads 1.0
  [{ rn: 2, na: 2.96, required: 4 }, { standing: 'room' }, { persons: 1, rn: 0, na: 1 }],
  [{ rn: 2, na: 2.94, required: 4 }, { standing: 'room' }, { persons: 0, rn: 0, na: 0 }],
  // two persons are kept
  [{ rn: 2, na: 2, required: 1 }, {}, { persons: 2, rn: 0, na: 2 }],
  // a heavy shift requires 5.7 of five, 4.6 of four
  [{ rn: 2, na: 4, required: 4, high: 5.7 }, {}, { persons: 1, rn: 0, na: 1 }],
  [{ rn: 2, na: 4, required: 4, high: 4.6 }, {}, { persons: 2, rn: 0, na: 2 }],
  // what is not known is not lent
  [{ rn: 5, na: 3, required: 4 }, { rnOver: null }, { persons: 3, rn: 0, na: 3 }],
  [{ rn: 5, na: 3, required: 4 }, { rnOverMinimum: null }, { persons: 3, rn: 0, na: 3 }],
  [{ rn: 5, na: 3, required: 4 }, { na: null }, { persons: 3, rn: 3, na: 0 }],
  // room by the site's limits, and figures of now
  [{ rn: 5, na: 3, required: 4 }, { standing: 'neither' }, { persons: 0, rn: 0, na: 0 }],
  [{ rn: 5, na: 3, required: 4 }, { trust: 'stale' }, { persons: 0, rn: 0, na: 0 }],
] as const)('of %o, %o can be lent: %o', (heads, change, spare) => {
  expect(spareOf(staffed({ wardId: 'A', ...heads }, change))).toEqual(spare);
});

test.each([
  [{ rn: 3, na: 4, required: 4 }, {}, null],
  [{ rn: 3, na: 4, required: 6.5 }, {}, null],
  [{ rn: 3, na: 4, required: 4 }, { trust: 'stale' }, 'stale'],
  [{ rn: 3, na: 4, required: 4 }, { trust: 'thin' }, 'thin'],
  [{ rn: 2, na: 0.9, required: 1.2 }, {}, 'few'],
  // 1.15 · 5 is 5.75
  [{ rn: 2, na: 4, required: 4.8, high: 5.8 }, {}, 'heavy'],
  [{ rn: 2, na: 4, required: 4.8, high: 5.7 }, {}, null],
  [{ rn: 5, na: 0, required: 4, rnShare: 1, minimumRn: 5 }, {}, 'role'],
] as const)('of %o, %o nobody is lent because: %s', (heads, change, reason) => {
  expect(withheldOf(staffed({ wardId: 'A', ...heads }, change))).toBe(reason);
});

test('a ward whose figures are old borrows nobody', () => {
  const lacking = staffed({ wardId: '31A', rn: 3, na: 2, required: 6 }, { trust: 'stale' });
  expect(loansOf([lacking, staffed({ wardId: '36A', rn: 3, na: 4, required: 4 })])).toEqual([]);
});

test('of two wards of the same type the one with the lower load in a heavy shift lends', () => {
  const lacking = staffed({ wardId: '31A', rn: 3, na: 2, required: 6 });
  const wards = [
    lacking,
    // 5.2 of five against 4.6 of five
    staffed({ wardId: '36A', rn: 2, na: 4, required: 4, high: 5.2 }),
    staffed({ wardId: '37A', rn: 2, na: 4, required: 4.5, high: 4.6 }),
  ];
  expect(loansOf(wards)).toEqual(['37A → 31A na']);
  // of equals the lower id
  const equal = wards.map((ward) =>
    ward.wardId === '37A' ? { ...wards[1]!, wardId: '35A' } : ward,
  );
  expect(loansOf(equal)).toEqual(['35A → 31A na']);
});

test('the most persons count before the greatest share, and of equals the lower id comes first', () => {
  const lender = staffed({ wardId: '36A', rn: 3, na: 2, required: 4 });
  // 1.5 of ten against 1.2 of four
  const many = staffed({ wardId: '31A', rn: 5, na: 3.5, required: 10 });
  const share = staffed({ wardId: '17A', rn: 2, na: 0.8, required: 4 });
  expect(loansOf([share, many, lender])).toEqual(['36A → 31A na']);
  // as many of fewer
  const fewer = staffed({ wardId: '40A', rn: 3, na: 1.5, required: 6 });
  expect(loansOf([many, fewer, lender])).toEqual(['36A → 40A na']);
  expect(loansOf([{ ...many, wardId: '32A' }, many, lender])).toEqual(['36A → 31A na']);
});
